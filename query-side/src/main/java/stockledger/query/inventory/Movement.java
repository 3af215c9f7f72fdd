package stockledger.query.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.AdjustmentReason;
import stockledger.query.projection.ProjectedEvent;

/**
 * An immutable ledger entry: a change of on-hand or of unavailable units.
 *
 * @param ordinal its number in the ledger of the SKU, from 0
 * @param delta units on hand, signed
 * @param balance units on hand at the location after it
 * @param unavailable units made unavailable, negative if made sellable again; null for other kinds
 * @param transfer null if it belongs to no transfer
 */
record Movement(
        long ordinal,
        Instant at,
        String kind,
        String locationId,
        long delta,
        long balance,
        @Nullable Long unavailable,
        @Nullable AdjustmentReason reason,
        @Nullable String reference,
        @Nullable String reservationId,
        @Nullable Transfer transfer,
        String actor) {

    /**
     * The transfer of a movement.
     *
     * @param lost units sent and not received; null for none and at sending
     * @param overReceived units received and not sent; null for none
     */
    record Transfer(
            String id, @Nullable Long lost, @Nullable Long overReceived) {

        static Transfer of(String id, long sent, long received) {
            return new Transfer(
                    id,
                    sent > received ? (Long) (sent - received) : null,
                    received > sent ? (Long) (received - sent) : null);
        }
    }

    static Movement of(ProjectedEvent event, String kind, String locationId, long delta) {
        return new Movement(0, event.at(), kind, locationId, delta, 0, null, null, null, null, null, event.actor());
    }

    Movement withReason(@Nullable AdjustmentReason newReason, @Nullable String newReference) {
        return new Movement(
                ordinal,
                at,
                kind,
                locationId,
                delta,
                balance,
                unavailable,
                newReason,
                newReference,
                reservationId,
                transfer,
                actor);
    }

    Movement withUnavailable(long units) {
        return new Movement(
                ordinal,
                at,
                kind,
                locationId,
                delta,
                balance,
                units,
                reason,
                reference,
                reservationId,
                transfer,
                actor);
    }

    Movement withReservation(String id) {
        return new Movement(
                ordinal, at, kind, locationId, delta, balance, unavailable, reason, reference, id, transfer, actor);
    }

    Movement withTransfer(Transfer newTransfer) {
        return new Movement(
                ordinal,
                at,
                kind,
                locationId,
                delta,
                balance,
                unavailable,
                reason,
                reference,
                reservationId,
                newTransfer,
                actor);
    }

    Movement withPosition(long newOrdinal, long newBalance) {
        return new Movement(
                newOrdinal,
                at,
                kind,
                locationId,
                delta,
                newBalance,
                unavailable,
                reason,
                reference,
                reservationId,
                transfer,
                actor);
    }
}
