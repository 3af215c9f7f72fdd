/** The units of one SKU at all its locations, and who may claim them. */
@NullMarked
package stockledger.command.stock;

import org.jspecify.annotations.NullMarked;
