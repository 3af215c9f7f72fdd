package stockledger.query.sku;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.AdjustmentReason;
import stockledger.query.projection.ProjectedEvent;

/**
 * One change of the units on hand, or of the units that may be sold. A movement never changes once it is written.
 *
 * @param ordinal position in the ledger of the SKU, from 0
 * @param at when it was recorded
 * @param occurredAt when it happened, if that was stated; for the correction of a count, the time of that count; null
 *     otherwise
 * @param delta units on hand, signed
 * @param balance units on hand at the location after this movement
 * @param unavailable units taken out of sale, negative when they are sellable again; null for other movements
 * @param transfer the transfer that sent or brought the units; null for other movements
 */
public record Movement(
        long ordinal,
        Instant at,
        @Nullable Instant occurredAt,
        String kind,
        String locationId,
        long delta,
        long balance,
        @Nullable Long unavailable,
        @Nullable AdjustmentReason reason,
        @Nullable String reference,
        @Nullable String reservationId,
        @Nullable TransferPart transfer,
        String actor) {

    /**
     * The transfer of a movement, and the difference between what was sent and what arrived.
     *
     * @param lost units sent that did not arrive; null when none
     * @param overReceived units that arrived without having been sent; null when none
     */
    public record TransferPart(
            String id, @Nullable Long lost, @Nullable Long overReceived) {

        static TransferPart sent(String id) {
            return new TransferPart(id, null, null);
        }

        static TransferPart received(String id, long sent, long received) {
            return new TransferPart(
                    id,
                    sent > received ? (Long) (sent - received) : null,
                    received > sent ? (Long) (received - sent) : null);
        }
    }

    static Movement of(ProjectedEvent source, String kind, String locationId, long delta) {
        return new Movement(
                0, source.at(), null, kind, locationId, delta, 0, null, null, null, null, null, source.actor());
    }

    Movement withReason(@Nullable AdjustmentReason why, @Nullable String note) {
        return new Movement(
                ordinal,
                at,
                occurredAt,
                kind,
                locationId,
                delta,
                balance,
                unavailable,
                why,
                note,
                reservationId,
                transfer,
                actor);
    }

    Movement withOccurredAt(@Nullable Instant time) {
        return new Movement(
                ordinal,
                at,
                time,
                kind,
                locationId,
                delta,
                balance,
                unavailable,
                reason,
                reference,
                reservationId,
                transfer,
                actor);
    }

    /** The movement that takes back what a count booked, since the count contained this movement. */
    Movement correctionOfCount(Instant countedAt) {
        return new Movement(
                ordinal, at, countedAt, "count", locationId, -delta, balance, null, null, reference, null, null, actor);
    }

    Movement withUnavailable(long units) {
        return new Movement(
                ordinal,
                at,
                occurredAt,
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
                ordinal,
                at,
                occurredAt,
                kind,
                locationId,
                delta,
                balance,
                unavailable,
                reason,
                reference,
                id,
                transfer,
                actor);
    }

    Movement withTransfer(TransferPart part) {
        return new Movement(
                ordinal,
                at,
                occurredAt,
                kind,
                locationId,
                delta,
                balance,
                unavailable,
                reason,
                reference,
                reservationId,
                part,
                actor);
    }

    Movement recorded(long position, long onHand) {
        return new Movement(
                position,
                at,
                occurredAt,
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
