package stockledger.query.sku;

/**
 * Units of one SKU at one location. A number that does not fit is an event that cannot be folded, not another number.
 *
 * @param inTransit units sent to this location that have not arrived
 * @param incoming units of announced deliveries that have not arrived
 */
public record StockLevel(
        String locationId,
        long onHand,
        long held,
        long allocated,
        long unavailable,
        long safetyStock,
        long inTransit,
        long incoming) {

    static StockLevel empty(String locationId) {
        return new StockLevel(locationId, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Units that can still be reserved here; negative when more is claimed than is there. */
    public long available() {
        return onHand - unavailable - allocated - held - safetyStock;
    }

    StockLevel plusOnHand(long units) {
        return new StockLevel(
                locationId,
                Math.addExact(onHand, units),
                held,
                allocated,
                unavailable,
                safetyStock,
                inTransit,
                incoming);
    }

    StockLevel plusClaims(long heldUnits, long allocatedUnits) {
        return new StockLevel(
                locationId,
                onHand,
                Math.addExact(held, heldUnits),
                Math.addExact(allocated, allocatedUnits),
                unavailable,
                safetyStock,
                inTransit,
                incoming);
    }

    StockLevel plusUnavailable(long units) {
        return new StockLevel(
                locationId,
                onHand,
                held,
                allocated,
                Math.addExact(unavailable, units),
                safetyStock,
                inTransit,
                incoming);
    }

    StockLevel withSafetyStock(long units) {
        return new StockLevel(locationId, onHand, held, allocated, unavailable, units, inTransit, incoming);
    }

    StockLevel plusInTransit(long units) {
        return new StockLevel(
                locationId,
                onHand,
                held,
                allocated,
                unavailable,
                safetyStock,
                Math.addExact(inTransit, units),
                incoming);
    }

    StockLevel plusIncoming(long units) {
        return new StockLevel(
                locationId,
                onHand,
                held,
                allocated,
                unavailable,
                safetyStock,
                inTransit,
                Math.addExact(incoming, units));
    }
}
