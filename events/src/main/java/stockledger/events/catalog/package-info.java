/** Events of a product in the catalog. */
@NullMarked
package stockledger.events.catalog;

import org.jspecify.annotations.NullMarked;
