package stockledger.trials.acceptance;

import org.jspecify.annotations.Nullable;

/**
 * A change of stock in the ledger.
 *
 * @param delta units on hand, signed
 * @param cause the reservation id of a shipment, the reference of any other movement
 * @param reason of adjustments only
 */
record Movement(
        String kind,
        String location,
        long delta,
        String cause,
        @Nullable String reason) {

    static final String RECEIPT = "receipt";
    static final String ADJUSTMENT = "adjustment";
    static final String SHIPMENT = "shipment";
    static final String RETURN = "return";

    static Movement receipt(String location, long quantity, String reference) {
        return new Movement(RECEIPT, location, quantity, reference, null);
    }

    static Movement adjustment(String location, long delta, String reference, String reason) {
        return new Movement(ADJUSTMENT, location, delta, reference, reason);
    }

    static Movement shipment(String location, long quantity, String reservation) {
        return new Movement(SHIPMENT, location, -quantity, reservation, null);
    }

    static Movement returned(String location, long quantity, String reference) {
        return new Movement(RETURN, location, quantity, reference, null);
    }

    @Override
    public String toString() {
        return "%s %+d at %s by %s%s"
                .formatted(kind, delta, location, cause, reason == null ? "" : " (" + reason + ")");
    }
}
