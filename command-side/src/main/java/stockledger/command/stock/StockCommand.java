package stockledger.command.stock;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsReturned;

/** What may be asked of one SKU's stock. Quantities are units, 1 to 1,000,000,000. */
public sealed interface StockCommand {

    /** The SKU whose stock decides. */
    Sku sku();

    /** The stream that the command is decided on. */
    @TargetAggregateIdentifier
    default String stream() {
        return sku().stockStream();
    }

    /**
     * Units came in at a location.
     *
     * @param incomingId the delivery they belong to; null when none was announced
     */
    record ReceiveStock(
            Sku sku,
            LocationId locationId,
            long quantity,
            @Nullable String reference,
            @Nullable IncomingId incomingId) implements StockCommand {

        public ReceiveStock(Sku sku, LocationId locationId, long quantity, @Nullable String reference) {
            this(sku, locationId, quantity, reference, null);
        }
    }

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
     * Says what is wanted of the stock: of the SKU as a whole, or of one location. Nothing when that was said before.
     *
     * @param locationId null for the SKU as a whole
     * @param safetyStock units never promised, at least 0
     * @param reorderPoint units at or below which it is low; null for no such line
     * @param backorderLimit units by which available may go below 0; null for no limit of its own
     */
    record SetStockPolicy(
            Sku sku,
            @Nullable LocationId locationId,
            long safetyStock,
            @Nullable Long reorderPoint,
            @Nullable Long backorderLimit)
            implements StockCommand {

        StockPolicySet wanted() {
            return new StockPolicySet(sku, locationId, safetyStock, reorderPoint, backorderLimit);
        }
    }

    /**
     * Moves units between sellable and not.
     *
     * @param delta units, not 0; what is above 0 leaves sale, what is below returns to it
     */
    record SetAside(
            Sku sku,
            LocationId locationId,
            long delta,
            AdjustmentReason reason,
            @Nullable String reference) implements StockCommand {}

    /**
     * Tells what was counted at a location.
     *
     * @param counted units, at least 0
     * @param countedAt when it was counted; null for just now
     * @param now the time of the command
     */
    record CountStock(
            Sku sku,
            LocationId locationId,
            long counted,
            @Nullable Instant countedAt,
            Instant now) implements StockCommand {}

    /** Sends available units to another location. Asked again under the same id, it answers again. */
    record SendTransfer(
            Sku sku,
            TransferId transferId,
            LocationId from,
            LocationId to,
            long quantity,
            @Nullable String reference) implements StockCommand {

        TransferSent sent() {
            return new TransferSent(sku, transferId, from, to, quantity, reference);
        }
    }

    /**
     * The units of a transfer arrived; nothing when they did before.
     *
     * @param quantity units, at least 0; null when all arrived
     */
    record ReceiveTransfer(
            Sku sku, TransferId transferId, @Nullable Long quantity) implements StockCommand {}

    /** Expects a delivery. Asked again under the same id, it answers again. */
    record AnnounceIncoming(
            Sku sku,
            IncomingId incomingId,
            LocationId locationId,
            long quantity,
            LocalDate expectedOn,
            @Nullable String reference)
            implements StockCommand {

        IncomingAnnounced announced() {
            return new IncomingAnnounced(sku, incomingId, locationId, quantity, expectedOn, reference);
        }
    }

    /** What is still expected of a delivery will not come; nothing when nothing is. */
    record CancelIncoming(Sku sku, IncomingId incomingId) implements StockCommand {}

    /**
     * A wish for units of the SKU.
     *
     * @param locationId where they must come from; null leaves the choice to the stock
     */
    record Wanted(@Nullable LocationId locationId, long quantity) {}

    /**
     * How locations are chosen for wishes that leave it open.
     *
     * @param priority the shop's own order of its locations, for the policy that follows it
     */
    record Choosing(LocationChoice policy, List<LocationId> priority) {

        /** What a shop does that never said otherwise. */
        public static final Choosing FEWEST_LOCATIONS = new Choosing(LocationChoice.FEWEST_LOCATIONS, List.of());
    }

    /**
     * Promises units to a reservation, all that are wanted or none. Answers with the allocations.
     *
     * @param attempt who is holding the cart together
     */
    record HoldUnits(
            Sku sku,
            ReservationId reservationId,
            String attempt,
            List<Wanted> wanted,
            Choosing choosing,
            Instant expiresAt)
            implements StockCommand {

        public HoldUnits(Sku sku, ReservationId reservationId, String attempt, List<Wanted> wanted, Instant expiresAt) {
            this(sku, reservationId, attempt, wanted, Choosing.FEWEST_LOCATIONS, expiresAt);
        }
    }

    /** Answers like a hold would, with allocations or a refusal, and stores nothing. */
    record AssessUnits(Sku sku, List<Wanted> wanted, Choosing choosing) implements StockCommand {

        public AssessUnits(Sku sku, List<Wanted> wanted) {
            this(sku, wanted, Choosing.FEWEST_LOCATIONS);
        }
    }

    /** Turns what a reservation's attempt holds into allocated units; nothing when that happened before. */
    record AllocateUnits(Sku sku, ReservationId reservationId, String attempt) implements StockCommand {}

    /**
     * Takes back what a reservation's attempt holds; nothing when it holds nothing.
     *
     * @param attempt who held it; what another attempt holds stays
     */
    record ReleaseUnits(Sku sku, ReservationId reservationId, String attempt, ReleaseCause cause)
            implements StockCommand {}

    /**
     * Takes back what of a reservation's attempt has not left; nothing when it was taken back.
     *
     * @param shipped how many units the reservation let go before it was cancelled: those leave, all the same
     */
    record CancelUnits(Sku sku, ReservationId reservationId, String attempt, long shipped) implements StockCommand {}

    /**
     * Units of a confirmed reservation's attempt leave; nothing when they left before.
     *
     * @param upTo how many have left in all once it is done, over all shipments of the reservation
     */
    record ShipUnits(Sku sku, ReservationId reservationId, String attempt, long upTo) implements StockCommand {

        /** Every unit leaves that has not left. */
        public ShipUnits(Sku sku, ReservationId reservationId, String attempt) {
            this(sku, reservationId, attempt, Long.MAX_VALUE);
        }
    }

    /**
     * Units that had left come back as one condition to some locations.
     *
     * @param allocations where they come to
     */
    record Returned(List<Allocation> allocations, ReturnCondition condition) {}

    /**
     * Follows a return that a reservation decided; nothing when it was followed before.
     *
     * @param number counts the returns of the reservation
     * @param after an event of the stock's stream: the return cannot have been followed up to there
     */
    record TakeBackUnits(
            Sku sku,
            ReservationId reservationId,
            int number,
            List<Returned> returned,
            @Nullable String reference,
            long after)
            implements StockCommand {

        /** What it leads to, one event for each condition. */
        List<UnitsReturned> events() {
            return returned.stream()
                    .map(back -> new UnitsReturned(
                            sku, reservationId, number, back.allocations(), back.condition(), reference))
                    .toList();
        }
    }
}
