package stockledger.query.inventory;

/**
 * Units of one SKU at one location.
 *
 * @param inTransit units of transfers to it that have not arrived
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

    static Level empty(String locationId) {
        return new Level(locationId, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Signed. */
    long available() {
        return onHand - unavailable - allocated - held - safetyStock;
    }

    Level addOnHand(long units) {
        return new Level(locationId, onHand + units, held, allocated, unavailable, safetyStock, inTransit, incoming);
    }

    Level addClaims(long heldUnits, long allocatedUnits) {
        return new Level(
                locationId,
                onHand,
                held + heldUnits,
                allocated + allocatedUnits,
                unavailable,
                safetyStock,
                inTransit,
                incoming);
    }

    Level addUnavailable(long units) {
        return new Level(locationId, onHand, held, allocated, unavailable + units, safetyStock, inTransit, incoming);
    }

    Level withSafetyStock(long units) {
        return new Level(locationId, onHand, held, allocated, unavailable, units, inTransit, incoming);
    }

    Level addInTransit(long units) {
        return new Level(locationId, onHand, held, allocated, unavailable, safetyStock, inTransit + units, incoming);
    }

    Level addIncoming(long units) {
        return new Level(locationId, onHand, held, allocated, unavailable, safetyStock, inTransit, incoming + units);
    }
}
