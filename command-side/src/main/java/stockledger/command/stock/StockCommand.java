package stockledger.command.stock;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;

/** What may be asked of one SKU's stock. Quantities are units, 1 to 1,000,000,000. */
public sealed interface StockCommand {

    /** The SKU whose stock decides. */
    Sku sku();

    /** The stream that the command is decided on. */
    @TargetAggregateIdentifier
    default String stream() {
        return sku().stockStream();
    }

    /** Units came in at a location. */
    record ReceiveStock(
            Sku sku,
            LocationId locationId,
            long quantity,
            @Nullable String reference) implements StockCommand {}

    /**
     * Puts the count at a location right.
     *
     * @param delta units, not 0; what takes units away may take only what is available
     */
    record AdjustStock(
            Sku sku,
            LocationId locationId,
            long delta,
            AdjustmentReason reason,
            @Nullable String reference) implements StockCommand {}

    /**
     * A wish for units of the SKU.
     *
     * @param locationId where they must come from; null leaves the choice to the stock
     */
    record Wanted(@Nullable LocationId locationId, long quantity) {}

    /**
     * Promises units to a reservation, all that are wanted or none. Answers with the allocations.
     *
     * @param attempt who is holding the cart together
     */
    record HoldUnits(Sku sku, ReservationId reservationId, String attempt, List<Wanted> wanted, Instant expiresAt)
            implements StockCommand {}

    /** Answers like a hold would, with allocations or a refusal, and stores nothing. */
    record AssessUnits(Sku sku, List<Wanted> wanted) implements StockCommand {}

    /** Turns what a reservation's attempt holds into allocated units; nothing when that happened before. */
    record AllocateUnits(Sku sku, ReservationId reservationId, String attempt) implements StockCommand {}

    /**
     * Takes back what a reservation's attempt holds; nothing when it holds nothing.
     *
     * @param attempt who held it; what another attempt holds stays
     */
    record ReleaseUnits(Sku sku, ReservationId reservationId, String attempt, ReleaseCause cause)
            implements StockCommand {}

    /** Takes back what a reservation's attempt was allocated or holds; nothing when it left or was taken back. */
    record CancelUnits(Sku sku, ReservationId reservationId, String attempt) implements StockCommand {}

    /** The units of a confirmed reservation's attempt leave; nothing when they left before. */
    record ShipUnits(Sku sku, ReservationId reservationId, String attempt) implements StockCommand {}
}
