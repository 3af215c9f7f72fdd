package stockledger.query.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.AdjustmentReason;
import stockledger.query.projection.ProjectedEvent;

/**
 * One change of what is on hand, or of what of it may be sold, as it stands in the ledger for ever.
 *
 * @param ordinal its place in the ledger of the SKU, from 0
 * @param delta units on hand, signed
 * @param balance units on hand at the location after it
 * @param unavailable units that left sale; below 0 when they returned to it; null when it was about something else
 * @param transfer the transfer that sent or brought them; null for others
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
        @Nullable Arrival transfer,
        String actor) {

    /**
     * Which transfer, and what of it did not arrive.
     *
     * @param lost units sent that did not arrive; null when they were only sent, or all arrived
     * @param overReceived units that arrived and were not sent; null when there were none
     */
    record Arrival(String id, @Nullable Long lost, @Nullable Long overReceived) {

        static Arrival of(String id, long sent, long received) {
            return new Arrival(
                    id,
                    sent > received ? (Long) (sent - received) : null,
                    received > sent ? (Long) (received - sent) : null);
        }
    }

    static Movement of(ProjectedEvent happened, String kind, String locationId, long delta) {
        return new Movement(
                0, happened.at(), kind, locationId, delta, 0, null, null, null, null, null, happened.actor());
    }

    Movement because(@Nullable AdjustmentReason why, @Nullable String note) {
        return new Movement(
                ordinal, at, kind, locationId, delta, balance, unavailable, why, note, reservationId, transfer, actor);
    }

    Movement unavailable(long units) {
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

    Movement reserved(String id) {
        return new Movement(
                ordinal, at, kind, locationId, delta, balance, unavailable, reason, reference, id, transfer, actor);
    }

    Movement transferred(Arrival arrival) {
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
                arrival,
                actor);
    }

    /** In its place in the ledger. */
    Movement entered(long place, long onHand) {
        return new Movement(
                place,
                at,
                kind,
                locationId,
                delta,
                onHand,
                unavailable,
                reason,
                reference,
                reservationId,
                transfer,
                actor);
    }
}
