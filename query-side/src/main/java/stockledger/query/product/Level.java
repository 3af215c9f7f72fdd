package stockledger.query.product;

/** Units of the product at one location. */
record Level(String locationId, long onHand, long held, long allocated, long unavailable) {

    Level plus(Level change) {
        return new Level(
                locationId,
                onHand + change.onHand(),
                held + change.held(),
                allocated + change.allocated(),
                unavailable + change.unavailable());
    }

    /** What can be promised; negative when more is promised than is there. */
    long available() {
        return onHand - unavailable - held - allocated;
    }
}
