package stockledger.events.stock;

/** Whether a SKU can be sold, in one word. */
public enum StockStatus {
    IN_STOCK("inStock"),
    /** It can be sold, and is at or below its reorder point. */
    LOW_STOCK("lowStock"),
    /** Nothing is there, and policy lets it be promised all the same. */
    BACKORDER("backorder"),
    OUT_OF_STOCK("outOfStock"),
    DISCONTINUED("discontinued");

    private final String word;

    StockStatus(String word) {
        this.word = word;
    }

    /** As callers read it. */
    public String word() {
        return word;
    }
}
