/** Queries of locations. */
@NullMarked
package stockledger.query.location;

import org.jspecify.annotations.NullMarked;
