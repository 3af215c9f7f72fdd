/** The units of one SKU at all its locations: stock levels, claims, transfers and expected deliveries. */
@NullMarked
package stockledger.command.stock;

import org.jspecify.annotations.NullMarked;
