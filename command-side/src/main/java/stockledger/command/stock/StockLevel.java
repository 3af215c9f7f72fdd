package stockledger.command.stock;

/**
 * The units of one SKU at one location.
 *
 * @param onHand units physically there
 * @param held units claimed by open reservations
 * @param allocated units claimed by confirmed reservations, not yet shipped
 * @param unavailable units on hand that are not sellable
 */
record StockLevel(long onHand, long held, long allocated, long unavailable) {

    static final StockLevel NONE = new StockLevel(0, 0, 0, 0);

    /** Sellable unclaimed units, safety stock included: on hand − unavailable − allocated − held. */
    long unclaimed() {
        return onHand - unavailable - allocated - held;
    }

    StockLevel onHand(long change) {
        return new StockLevel(Math.addExact(onHand, change), held, allocated, unavailable);
    }

    StockLevel held(long change) {
        return new StockLevel(onHand, held + change, allocated, unavailable);
    }

    StockLevel allocated(long change) {
        return new StockLevel(onHand, held, allocated + change, unavailable);
    }

    StockLevel unavailable(long change) {
        return new StockLevel(onHand, held, allocated, unavailable + change);
    }
}
