package stockledger.query.inventory;

/** Units of one SKU at one location. */
record Level(String locationId, long onHand, long held, long allocated) {

    Level plus(long moreOnHand, long moreHeld, long moreAllocated) {
        return new Level(locationId, onHand + moreOnHand, held + moreHeld, allocated + moreAllocated);
    }

    /** What can be promised; negative when more is promised than is there. */
    long available() {
        return onHand - held - allocated;
    }
}
