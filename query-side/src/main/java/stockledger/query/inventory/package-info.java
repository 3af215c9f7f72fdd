/** Queries of stock by location, the movement ledger and low stock. */
@NullMarked
package stockledger.query.inventory;

import org.jspecify.annotations.NullMarked;
