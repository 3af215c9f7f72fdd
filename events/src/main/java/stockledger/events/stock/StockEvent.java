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

/** The life of one SKU's units at all locations. Its stream is {@link Sku#stockStream()}. Quantities are units, at least 1. */
public sealed interface StockEvent {

    /** The SKU it happened to. */
    Sku sku();

    /**
     * Units came in: on hand grows by {@code quantity}.
     *
     * @param reference the delivery note or order, in the words of whoever received it
     */
    @JsonTypeName("stock.StockReceived")
    @Revision("1")
    record StockReceived(
            Sku sku,
            LocationId locationId,
            long quantity,
            @Nullable String reference) implements StockEvent {}

    /**
     * A person or system put the count right: on hand changes by {@code delta}.
     *
     * @param delta units, not 0; negative when units went
     */
    @JsonTypeName("stock.StockAdjusted")
    @Revision("1")
    record StockAdjusted(
            Sku sku,
            LocationId locationId,
            long delta,
            AdjustmentReason reason,
            @Nullable String reference) implements StockEvent {}

    /**
     * Units were promised to an open reservation: held grows at each location.
     *
     * @param attempt who is holding the cart together; units that another attempt holds are not its to release
     * @param expiresAt from when on the promise may be taken back
     * @param policy how the locations were chosen; null before revision 2, which first said it
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

        /** A promise of which nobody knows how its locations were chosen. */
        public UnitsHeld(
                Sku sku, ReservationId reservationId, String attempt, List<Allocation> allocations, Instant expiresAt) {
            this(sku, reservationId, attempt, allocations, expiresAt, null);
        }
    }

    /** A reservation was confirmed: its held units became allocated. */
    @JsonTypeName("stock.UnitsAllocated")
    @Revision("1")
    record UnitsAllocated(Sku sku, ReservationId reservationId, List<Allocation> allocations) implements StockEvent {}

    /** A promise was taken back: held shrinks at each location. */
    @JsonTypeName("stock.HoldReleased")
    @Revision("1")
    record HoldReleased(Sku sku, ReservationId reservationId, List<Allocation> allocations, ReleaseCause cause)
            implements StockEvent {}

    /** What was bought is not shipped after all: allocated shrinks at each location. */
    @JsonTypeName("stock.AllocationReleased")
    @Revision("1")
    record AllocationReleased(Sku sku, ReservationId reservationId, List<Allocation> allocations)
            implements StockEvent {}

    /** Allocated units left, all of a reservation's or a part: on hand and allocated shrink at each location. */
    @JsonTypeName("stock.UnitsShipped")
    @Revision("1")
    record UnitsShipped(Sku sku, ReservationId reservationId, List<Allocation> allocations) implements StockEvent {}

    /**
     * Units that had left came back: on hand grows at each location, and unavailable with it when they cannot be sold.
     *
     * @param number which return of its reservation it follows; one return may leave several of these
     * @param reference the return slip, in the words of whoever took them back
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
     * The shop said what it wants of the stock: of the SKU as a whole, or of one location. It replaces what was said of
     * the same place before.
     *
     * @param locationId null for the SKU as a whole
     * @param safetyStock units that are never promised, at least 0
     * @param reorderPoint units available at or below which it is low; null for no such line
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

    /** Units were taken out of sale: they stay on hand, unavailable grows by {@code quantity}. */
    @JsonTypeName("stock.UnitsSetAside")
    @Revision("1")
    record UnitsSetAside(
            Sku sku,
            LocationId locationId,
            long quantity,
            AdjustmentReason reason,
            @Nullable String reference) implements StockEvent {}

    /** Units that were out of sale may be sold again: unavailable shrinks by {@code quantity}. */
    @JsonTypeName("stock.UnitsPutBack")
    @Revision("1")
    record UnitsPutBack(
            Sku sku,
            LocationId locationId,
            long quantity,
            AdjustmentReason reason,
            @Nullable String reference) implements StockEvent {}

    /**
     * Somebody counted: on hand changes by {@code counted} − {@code expected}, which may be nothing.
     *
     * @param counted units found, at least 0
     * @param expected units that the books had on hand at {@code countedAt}
     * @param countedAt what moved up to here is in the count, what moved later is not
     */
    @JsonTypeName("stock.StockCounted")
    @Revision("1")
    record StockCounted(Sku sku, LocationId locationId, long counted, long expected, Instant countedAt)
            implements StockEvent {

        /** Units by which on hand changes. */
        public long delta() {
            return counted - expected;
        }
    }

    /** Units left one location for another: on hand shrinks at {@code from}, and until they arrive they are nowhere. */
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
     * Units on their way arrived: on hand grows by {@code received}. What was sent and did not arrive is lost; what
     * arrived and was not sent was there too many.
     *
     * @param received units, at least 0
     */
    @JsonTypeName("stock.TransferReceived")
    @Revision("1")
    record TransferReceived(Sku sku, TransferId transferId, LocationId to, long sent, long received)
            implements StockEvent {}

    /**
     * A delivery is expected: incoming grows, nothing is on hand yet.
     *
     * @param expectedOn the day, where the location is
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

    /** Units of an expected delivery came in, and were received beside this: incoming shrinks by {@code quantity}. */
    @JsonTypeName("stock.IncomingArrived")
    @Revision("1")
    record IncomingArrived(Sku sku, IncomingId incomingId, LocationId locationId, long quantity)
            implements StockEvent {}

    /** What was still expected of a delivery will not come: incoming shrinks by {@code quantity}. */
    @JsonTypeName("stock.IncomingCancelled")
    @Revision("1")
    record IncomingCancelled(Sku sku, IncomingId incomingId, LocationId locationId, long quantity)
            implements StockEvent {}

    /** What is available, over all locations, fell to the reorder point or below. */
    @JsonTypeName("stock.StockRanLow")
    @Revision("1")
    record StockRanLow(Sku sku, long available, long reorderPoint) implements StockEvent {}

    /** Nothing is available any more, at any location. */
    @JsonTypeName("stock.StockRanOut")
    @Revision("1")
    record StockRanOut(Sku sku, long available) implements StockEvent {}

    /** Units are available again after there were none. */
    @JsonTypeName("stock.StockCameBack")
    @Revision("1")
    record StockCameBack(Sku sku, long available) implements StockEvent {}
}
