package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;

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
}
