package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;

/** Events of one SKU's stock at all locations, in the stream {@link Sku#stockStream()}. Quantities are units, at least 1. */
public sealed interface StockEvent {

    Sku sku();

    /**
     * Units were received: on hand grows by {@code quantity}, unless the count at {@code countedAt} contained them.
     *
     * @param reference delivery note or order, as the caller gave it
     * @param occurredAt when they arrived; null for the time of the event, as in revision 1
     * @param countedAt the location's newest count, when the units arrived before it: on hand stays; null for none
     */
    @JsonTypeName("stock.StockReceived")
    @Revision("2")
    record StockReceived(
            Sku sku,
            LocationId locationId,
            long quantity,
            @Nullable String reference,
            @Nullable Instant occurredAt,
            @Nullable Instant countedAt)
            implements StockEvent {

        /** A receipt of units that arrived now, as in revision 1. */
        public StockReceived(Sku sku, LocationId locationId, long quantity, @Nullable String reference) {
            this(sku, locationId, quantity, reference, null, null);
        }

        /** Units by which on hand changes. */
        public long onHandChange() {
            return countedAt == null ? quantity : 0;
        }
    }

    /**
     * Stock was adjusted: on hand changes by {@code delta}, unless the count at {@code countedAt} contained the change.
     *
     * @param delta units, not 0; negative removes units
     * @param from unavailable units were removed: unavailable changes by {@code delta} too; null for sellable ones
     * @param occurredAt when it happened; null for the time of the event, as in revision 1
     * @param countedAt the location's newest count, when it happened before it: on hand stays; null for none
     */
    @JsonTypeName("stock.StockAdjusted")
    @Revision("2")
    record StockAdjusted(
            Sku sku,
            LocationId locationId,
            long delta,
            AdjustmentReason reason,
            @Nullable String reference,
            @Nullable TakenFrom from,
            @Nullable Instant occurredAt,
            @Nullable Instant countedAt)
            implements StockEvent {

        /** An adjustment of sellable units that happened now, as in revision 1. */
        public StockAdjusted(
                Sku sku, LocationId locationId, long delta, AdjustmentReason reason, @Nullable String reference) {
            this(sku, locationId, delta, reason, reference, null, null, null);
        }

        /** Units by which on hand changes. */
        public long onHandChange() {
            return countedAt == null ? delta : 0;
        }

        /** Units by which unavailable changes. */
        public long unavailableChange() {
            return from == null ? 0 : delta;
        }
    }

    /**
     * Units were held for an open reservation: held grows at each location.
     *
     * @param attempt the attempt to hold the whole cart; an attempt releases only the units it holds itself
     * @param expiresAt earliest time at which the hold may expire
     * @param policy how the locations were chosen; null in revision 1, which did not store it
     */
    @JsonTypeName("stock.UnitsHeld")
    @Revision("2")
    record UnitsHeld(
            Sku sku,
            ReservationId reservationId,
            String attempt,
            List<Allocation> allocations,
            Instant expiresAt,
            @Nullable LocationChoice policy)
            implements StockEvent {

        /** A hold without a known choice of locations, as in revision 1. */
        public UnitsHeld(
                Sku sku, ReservationId reservationId, String attempt, List<Allocation> allocations, Instant expiresAt) {
            this(sku, reservationId, attempt, allocations, expiresAt, null);
        }
    }

    /**
     * An attempt to replace the lines of a reservation held more units: held grows at each location. The units belong to the
     * reservation once it has recorded its new lines.
     *
     * @param attempt the attempt to replace the lines
     * @param allocations the additional units
     * @param expiresAt earliest time at which the hold may expire
     * @param policy how the locations were chosen
     * @param reservationVersion the version of the reservation that the attempt replaces
     */
    @JsonTypeName("stock.HoldIncreased")
    @Revision("1")
    record HoldIncreased(
            Sku sku,
            ReservationId reservationId,
            String attempt,
            List<Allocation> allocations,
            Instant expiresAt,
            LocationChoice policy,
            long reservationVersion)
            implements StockEvent {}

    /**
     * A part of a hold was released: held shrinks at each location. What remains is what the reservation has recorded.
     *
     * @param allocations the released units
     * @param reservationVersion the version of the reservation that was followed
     */
    @JsonTypeName("stock.HoldReduced")
    @Revision("1")
    record HoldReduced(
            Sku sku,
            ReservationId reservationId,
            List<Allocation> allocations,
            ReleaseCause cause,
            long reservationVersion)
            implements StockEvent {}

    /** A reservation was confirmed: its held units became allocated. */
    @JsonTypeName("stock.UnitsAllocated")
    @Revision("1")
    record UnitsAllocated(Sku sku, ReservationId reservationId, List<Allocation> allocations) implements StockEvent {}

    /** A hold was released: held shrinks at each location. */
    @JsonTypeName("stock.HoldReleased")
    @Revision("1")
    record HoldReleased(Sku sku, ReservationId reservationId, List<Allocation> allocations, ReleaseCause cause)
            implements StockEvent {}

    /** Allocated units were released without being shipped: allocated shrinks at each location. */
    @JsonTypeName("stock.AllocationReleased")
    @Revision("1")
    record AllocationReleased(Sku sku, ReservationId reservationId, List<Allocation> allocations)
            implements StockEvent {}

    /** Allocated units were shipped, all of a reservation's or some: on hand and allocated shrink at each location. */
    @JsonTypeName("stock.UnitsShipped")
    @Revision("1")
    record UnitsShipped(Sku sku, ReservationId reservationId, List<Allocation> allocations) implements StockEvent {}

    /**
     * Shipped units were returned: on hand grows at each location, and unavailable too when they cannot be sold.
     *
     * @param number number of the return within its reservation; one return may lead to several of these events
     * @param reference return slip, as the caller gave it
     */
    @JsonTypeName("stock.UnitsReturned")
    @Revision("1")
    record UnitsReturned(
            Sku sku,
            ReservationId reservationId,
            int number,
            List<Allocation> allocations,
            ReturnCondition condition,
            @Nullable String reference)
            implements StockEvent {}

    /**
     * The stock policy of the SKU as a whole, or of one location, was replaced.
     *
     * @param locationId null for the SKU as a whole
     * @param safetyStock units that are never sold, at least 0
     * @param reorderPoint available units at or below which the stock is low; null for none
     * @param backorderLimit units by which available may go below 0; null for no limit of its own
     */
    @JsonTypeName("stock.StockPolicySet")
    @Revision("1")
    record StockPolicySet(
            Sku sku,
            @Nullable LocationId locationId,
            long safetyStock,
            @Nullable Long reorderPoint,
            @Nullable Long backorderLimit)
            implements StockEvent {}

    /** Units were set aside as not sellable: they stay on hand, unavailable grows by {@code quantity}. */
    @JsonTypeName("stock.UnitsSetAside")
    @Revision("1")
    record UnitsSetAside(
            Sku sku,
            LocationId locationId,
            long quantity,
            AdjustmentReason reason,
            @Nullable String reference) implements StockEvent {}

    /** Units set aside became sellable again: unavailable shrinks by {@code quantity}. */
    @JsonTypeName("stock.UnitsPutBack")
    @Revision("1")
    record UnitsPutBack(
            Sku sku,
            LocationId locationId,
            long quantity,
            AdjustmentReason reason,
            @Nullable String reference) implements StockEvent {}

    /**
     * Stock was counted: on hand changes by {@code counted} − {@code expected}, which may be 0.
     *
     * @param counted units found, at least 0
     * @param expected units recorded on hand at {@code countedAt}
     * @param countedAt the count includes movements up to this time and no later ones
     * @param writtenOff unavailable units that are no longer on hand: unavailable shrinks; null for none
     */
    @JsonTypeName("stock.StockCounted")
    @Revision("2")
    record StockCounted(
            Sku sku,
            LocationId locationId,
            long counted,
            long expected,
            Instant countedAt,
            @Nullable Long writtenOff) implements StockEvent {

        /** A count that leaves unavailable as it was, as in revision 1. */
        public StockCounted(Sku sku, LocationId locationId, long counted, long expected, Instant countedAt) {
            this(sku, locationId, counted, expected, countedAt, null);
        }

        /** Units by which on hand changes. */
        public long delta() {
            return counted - expected;
        }

        /** Units by which unavailable changes. */
        public long unavailableChange() {
            return writtenOff == null ? 0 : -writtenOff;
        }
    }

    /** Units were sent to another location: on hand shrinks at {@code from}, and grows nowhere until they arrive. */
    @JsonTypeName("stock.TransferSent")
    @Revision("1")
    record TransferSent(
            Sku sku,
            TransferId transferId,
            LocationId from,
            LocationId to,
            long quantity,
            @Nullable String reference) implements StockEvent {}

    /**
     * Units in transit arrived: on hand grows by {@code received}. Units of {@code sent} that neither arrived nor remain
     * are lost, more than {@code sent} is a surplus.
     *
     * @param sent units that were in transit before
     * @param received units, at least 0
     * @param remaining units that are still in transit; null for none, as in revision 1
     */
    @JsonTypeName("stock.TransferReceived")
    @Revision("2")
    record TransferReceived(
            Sku sku,
            TransferId transferId,
            LocationId to,
            long sent,
            long received,
            @Nullable Long remaining) implements StockEvent {

        /** The end of a transfer, as in revision 1. */
        public TransferReceived(Sku sku, TransferId transferId, LocationId to, long sent, long received) {
            this(sku, transferId, to, sent, received, null);
        }

        /** Units that are still in transit. */
        public long inTransit() {
            return remaining == null ? 0 : remaining;
        }
    }

    /**
     * A delivery is expected: incoming grows, on hand does not.
     *
     * @param expectedOn the day, in the time zone of the location
     */
    @JsonTypeName("stock.IncomingAnnounced")
    @Revision("1")
    record IncomingAnnounced(
            Sku sku,
            IncomingId incomingId,
            LocationId locationId,
            long quantity,
            LocalDate expectedOn,
            @Nullable String reference)
            implements StockEvent {}

    /** Units of an expected delivery arrived: incoming shrinks by {@code quantity}. Their receipt is an event of its own. */
    @JsonTypeName("stock.IncomingArrived")
    @Revision("1")
    record IncomingArrived(Sku sku, IncomingId incomingId, LocationId locationId, long quantity)
            implements StockEvent {}

    /** The rest of an expected delivery was cancelled: incoming shrinks by {@code quantity}. */
    @JsonTypeName("stock.IncomingCancelled")
    @Revision("1")
    record IncomingCancelled(Sku sku, IncomingId incomingId, LocationId locationId, long quantity)
            implements StockEvent {}

    /** Available, over all locations, fell to the reorder point or below. */
    @JsonTypeName("stock.StockRanLow")
    @Revision("1")
    record StockRanLow(Sku sku, long available, long reorderPoint) implements StockEvent {}

    /** Available, over all locations, fell to 0 or below. */
    @JsonTypeName("stock.StockRanOut")
    @Revision("1")
    record StockRanOut(Sku sku, long available) implements StockEvent {}

    /** Available, over all locations, rose above 0 again. */
    @JsonTypeName("stock.StockCameBack")
    @Revision("1")
    record StockCameBack(Sku sku, long available) implements StockEvent {}

    /**
     * The product was discontinued: no new units are held, open holds can finish.
     *
     * @param productVersion sequence number of the event of the product's stream that decided it, or of a later one
     */
    @JsonTypeName("stock.SalesStopped")
    @Revision("1")
    record SalesStopped(Sku sku, long productVersion) implements StockEvent {}

    /**
     * The product was reactivated: units can be held again.
     *
     * @param productVersion sequence number of the event of the product's stream that decided it, or of a later one
     */
    @JsonTypeName("stock.SalesResumed")
    @Revision("1")
    record SalesResumed(Sku sku, long productVersion) implements StockEvent {}
}
