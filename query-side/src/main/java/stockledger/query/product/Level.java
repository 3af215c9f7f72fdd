package stockledger.query.product;

/**
 * Units of the product at one location.
 *
 * @param inTransit units on their way to it
 * @param incoming units expected there
 */
record Level(
        String locationId,
        long onHand,
        long held,
        long allocated,
        long unavailable,
        long safetyStock,
        long inTransit,
        long incoming) {

    static Level none(String locationId) {
        return new Level(locationId, 0, 0, 0, 0, 0, 0, 0);
    }

    /** What can be promised; negative when more is promised than is there. */
    long available() {
        return onHand - unavailable - allocated - held - safetyStock;
    }

    Level onHand(long more) {
        return new Level(locationId, onHand + more, held, allocated, unavailable, safetyStock, inTransit, incoming);
    }

    Level promised(long moreHeld, long moreAllocated) {
        return new Level(
                locationId,
                onHand,
                held + moreHeld,
                allocated + moreAllocated,
                unavailable,
                safetyStock,
                inTransit,
                incoming);
    }

    Level unavailable(long more) {
        return new Level(locationId, onHand, held, allocated, unavailable + more, safetyStock, inTransit, incoming);
    }

    Level safetyStock(long wanted) {
        return new Level(locationId, onHand, held, allocated, unavailable, wanted, inTransit, incoming);
    }

    Level inTransit(long more) {
        return new Level(locationId, onHand, held, allocated, unavailable, safetyStock, inTransit + more, incoming);
    }

    Level incoming(long more) {
        return new Level(locationId, onHand, held, allocated, unavailable, safetyStock, inTransit, incoming + more);
    }
}
