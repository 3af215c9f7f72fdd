/** All that one SKU's catalog and stock streams say, folded once and rendered by every read room. */
@NullMarked
package stockledger.query.sku;

import org.jspecify.annotations.NullMarked;
