/** What the query side notices about the stores it asks: which operations were slow. */
@NullMarked
package stockledger.query.measure;

import org.jspecify.annotations.NullMarked;
