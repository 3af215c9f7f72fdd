/** How many units of a SKU are where, and how did they come there? */
@NullMarked
package stockledger.query.inventory;

import org.jspecify.annotations.NullMarked;
