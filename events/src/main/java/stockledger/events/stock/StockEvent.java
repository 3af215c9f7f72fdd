package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
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
     */
    @JsonTypeName("stock.UnitsHeld")
    @Revision("1")
    record UnitsHeld(
            Sku sku, ReservationId reservationId, String attempt, List<Allocation> allocations, Instant expiresAt)
            implements StockEvent {}

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

    /** Allocated units left: on hand and allocated shrink at each location. */
    @JsonTypeName("stock.UnitsShipped")
    @Revision("1")
    record UnitsShipped(Sku sku, ReservationId reservationId, List<Allocation> allocations) implements StockEvent {}
}
