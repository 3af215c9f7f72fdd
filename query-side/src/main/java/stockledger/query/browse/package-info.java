/** Which products are in a category, in which order? */
@NullMarked
package stockledger.query.browse;

import org.jspecify.annotations.NullMarked;
