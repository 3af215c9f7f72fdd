/** All that one SKU's catalog and stock streams say, folded once and rendered by the packages of the queries. */
@NullMarked
package stockledger.query.sku;

import org.jspecify.annotations.NullMarked;
