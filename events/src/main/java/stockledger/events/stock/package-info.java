/** Events of one SKU's stock at all locations. */
@NullMarked
package stockledger.events.stock;

import org.jspecify.annotations.NullMarked;
