/** Which products are in a category, in which order? */
@NullMarked
package stockledger.query.listing;

import org.jspecify.annotations.NullMarked;
