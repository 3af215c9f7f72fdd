/** What happens to the units of one SKU at all its locations. */
@NullMarked
package stockledger.events.stock;

import org.jspecify.annotations.NullMarked;
