/** Product pages: catalog data and stock of one product, queried or streamed. */
@NullMarked
package stockledger.query.product;

import org.jspecify.annotations.NullMarked;
