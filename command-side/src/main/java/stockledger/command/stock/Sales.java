package stockledger.command.stock;

import stockledger.command.stock.StockCommand.FollowProduct;
import stockledger.command.stock.StockRefusal.ProductDiscontinued;
import stockledger.events.Sku;

/**
 * Whether the product is sold, as far as its stock has followed it. Its members are part of stored snapshots.
 *
 * @param stopped whether new holds are refused
 * @param productVersion the version of the product that decided it; -1 before the first decision
 */
record Sales(boolean stopped, long productVersion) {

    static final Sales OPEN = new Sales(false, -1);

    /** Whether the decision is newer than all known ones: decisions can arrive late, and in another order. */
    boolean isBefore(FollowProduct command) {
        return productVersion < command.productVersion();
    }

    void requireOpen(Sku sku) {
        if (stopped) {
            throw new ProductDiscontinued(sku);
        }
    }
}
