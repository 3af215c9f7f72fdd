/** Queries of lost demand: what was refused and what expired, by SKU, location and day. */
@NullMarked
package stockledger.query.demand;

import org.jspecify.annotations.NullMarked;
