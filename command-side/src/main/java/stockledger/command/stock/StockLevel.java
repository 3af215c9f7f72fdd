package stockledger.command.stock;

/**
 * The units of one SKU at one location.
 *
 * @param onHand units physically there
 * @param held units claimed by open reservations
 * @param allocated units claimed by confirmed reservations, not yet shipped
 */
record StockLevel(long onHand, long held, long allocated) {

    static final StockLevel NONE = new StockLevel(0, 0, 0);

    /** Units that may still be promised: on hand − allocated − held. */
    long available() {
        return onHand - allocated - held;
    }

    StockLevel onHand(long change) {
        return new StockLevel(Math.addExact(onHand, change), held, allocated);
    }

    StockLevel held(long change) {
        return new StockLevel(onHand, held + change, allocated);
    }

    StockLevel allocated(long change) {
        return new StockLevel(onHand, held, allocated + change);
    }
}
