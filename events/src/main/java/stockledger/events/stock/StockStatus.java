package stockledger.events.stock;

/** Whether a SKU can be sold. */
public enum StockStatus {
    IN_STOCK("inStock"),
    /** In stock, at or below the reorder point. */
    LOW_STOCK("lowStock"),
    /** No unit is available, but the backorder limit allows new holds. */
    BACKORDER("backorder"),
    OUT_OF_STOCK("outOfStock"),
    DISCONTINUED("discontinued");

    private final String jsonName;

    StockStatus(String jsonName) {
        this.jsonName = jsonName;
    }

    /** The name in JSON answers. */
    public String jsonName() {
        return jsonName;
    }
}
