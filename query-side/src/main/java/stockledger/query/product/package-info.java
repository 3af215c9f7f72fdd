/** What is on the page of one product? */
@NullMarked
package stockledger.query.product;

import org.jspecify.annotations.NullMarked;
