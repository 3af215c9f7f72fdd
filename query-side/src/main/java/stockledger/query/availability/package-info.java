/** Queries of the availability of SKUs. */
@NullMarked
package stockledger.query.availability;

import org.jspecify.annotations.NullMarked;
