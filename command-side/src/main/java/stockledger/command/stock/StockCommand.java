package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.DatedCommand;
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
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.SalesResumed;
import stockledger.events.stock.StockEvent.SalesStopped;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.TakenFrom;

/** The commands of one SKU's stock. Quantities are units, 1 to 1,000,000,000. */
public sealed interface StockCommand {

    /** The SKU whose stock decides the command. */
    Sku sku();

    /** The stream of the aggregate that decides the command. */
    @TargetAggregateIdentifier
    default String stream() {
        return sku().stockStream();
    }

    /**
     * Books units that arrived at a location.
     *
     * @param incomingId the announced delivery they belong to; null for none
     * @param occurredAt when they arrived; null when they arrive while the command is executed
     */
    @JsonTypeName("stock.ReceiveStock")
    record ReceiveStock(
            Sku sku,
            LocationId locationId,
            long quantity,
            @Nullable String reference,
            @Nullable IncomingId incomingId,
            @Nullable Instant occurredAt)
            implements StockCommand, DatedCommand {

        public ReceiveStock(Sku sku, LocationId locationId, long quantity, @Nullable String reference) {
            this(sku, locationId, quantity, reference, null, null);
        }

        @Override
        public ReceiveStock acceptedAt(Instant acceptedAt) {
            return occurredAt != null
                    ? this
                    : new ReceiveStock(sku, locationId, quantity, reference, incomingId, acceptedAt);
        }
    }

    /**
     * Corrects what is on hand at a location.
     *
     * @param delta units, not 0; a negative delta takes at most what is available
     * @param from takes unavailable units, with a negative delta; null for available ones
     * @param occurredAt when it happened; null when it happens while the command is executed
     */
    @JsonTypeName("stock.AdjustStock")
    record AdjustStock(
            Sku sku,
            LocationId locationId,
            long delta,
            AdjustmentReason reason,
            @Nullable String reference,
            @Nullable TakenFrom from,
            @Nullable Instant occurredAt)
            implements StockCommand, DatedCommand {

        public AdjustStock(
                Sku sku, LocationId locationId, long delta, AdjustmentReason reason, @Nullable String reference) {
            this(sku, locationId, delta, reason, reference, null, null);
        }

        @Override
        public AdjustStock acceptedAt(Instant acceptedAt) {
            return occurredAt != null
                    ? this
                    : new AdjustStock(sku, locationId, delta, reason, reference, from, acceptedAt);
        }
    }

    /**
     * Sets the policy of the SKU, or of one of its locations. Appends nothing when it is unchanged.
     *
     * @param locationId null for the SKU as a whole
     * @param safetyStock units kept back from claims, at least 0
     * @param reorderPoint units at or below which stock is low; null for none
     * @param backorderLimit units by which available may go below 0; null for no limit of its own
     */
    @JsonTypeName("stock.SetStockPolicy")
    record SetStockPolicy(
            Sku sku,
            @Nullable LocationId locationId,
            long safetyStock,
            @Nullable Long reorderPoint,
            @Nullable Long backorderLimit)
            implements StockCommand {

        StockPolicySet event() {
            return new StockPolicySet(sku, locationId, safetyStock, reorderPoint, backorderLimit);
        }
    }

    /**
     * Moves units between sellable and unavailable.
     *
     * @param delta units, not 0; above 0 they become unavailable, below 0 sellable
     */
    @JsonTypeName("stock.SetAside")
    record SetAside(
            Sku sku,
            LocationId locationId,
            long delta,
            AdjustmentReason reason,
            @Nullable String reference) implements StockCommand {}

    /**
     * Books a cycle count of a location.
     *
     * @param counted units, at least 0
     * @param countedAt when the units were counted; null when they are counted while the command is executed
     * @param now the time of the command
     */
    @JsonTypeName("stock.CountStock")
    record CountStock(
            Sku sku,
            LocationId locationId,
            long counted,
            @Nullable Instant countedAt,
            Instant now) implements StockCommand, DatedCommand {

        @Override
        public CountStock acceptedAt(Instant acceptedAt) {
            Instant accepted = acceptedAt.isBefore(now) ? acceptedAt : now;
            return new CountStock(sku, locationId, counted, countedAt == null ? accepted : countedAt, accepted);
        }
    }

    /** Sends available units to another location. Repeated with the same id, it answers with that transfer. */
    @JsonTypeName("stock.SendTransfer")
    record SendTransfer(
            Sku sku,
            TransferId transferId,
            LocationId from,
            LocationId to,
            long quantity,
            @Nullable String reference) implements StockCommand {

        TransferSent event() {
            return new TransferSent(sku, transferId, from, to, quantity, reference);
        }
    }

    /**
     * Receives a transfer, or a part of it, at its destination. Appends nothing when no units are received and none are
     * lost.
     *
     * @param quantity units, at least 0; null for all that are in transit
     * @param last the rest is lost when true; otherwise it stays in transit
     */
    @JsonTypeName("stock.ReceiveTransfer")
    record ReceiveTransfer(
            Sku sku,
            TransferId transferId,
            @Nullable Long quantity,
            @Nullable Boolean last) implements StockCommand {

        boolean isLast() {
            return Boolean.TRUE.equals(last);
        }
    }

    /** Announces a delivery. Repeated with the same id, it answers with that delivery. */
    @JsonTypeName("stock.AnnounceIncoming")
    record AnnounceIncoming(
            Sku sku,
            IncomingId incomingId,
            LocationId locationId,
            long quantity,
            LocalDate expectedOn,
            @Nullable String reference)
            implements StockCommand {

        IncomingAnnounced event() {
            return new IncomingAnnounced(sku, incomingId, locationId, quantity, expectedOn, reference);
        }
    }

    /** Cancels what is still expected of a delivery. Appends nothing when nothing is expected. */
    @JsonTypeName("stock.CancelIncoming")
    record CancelIncoming(Sku sku, IncomingId incomingId) implements StockCommand {}

    /**
     * Requested units of the SKU.
     *
     * @param locationId where they must come from; null for any location
     */
    record UnitRequest(@Nullable LocationId locationId, long quantity) {}

    /**
     * How locations are chosen for units that may come from any.
     *
     * @param priority the shop's order of its locations, for {@link LocationChoice#PRIORITY_ORDER}
     */
    record LocationSelection(LocationChoice policy, List<LocationId> priority) {

        /** The default. */
        public static final LocationSelection FEWEST_LOCATIONS =
                new LocationSelection(LocationChoice.FEWEST_LOCATIONS, List.of());
    }

    /**
     * Holds units for a reservation, all requested ones or none. Answers with the allocations.
     *
     * @param attempt the attempt to hold the whole reservation; claims of different attempts are kept apart
     */
    record HoldUnits(
            Sku sku,
            ReservationId reservationId,
            String attempt,
            List<UnitRequest> requests,
            LocationSelection selection,
            Instant expiresAt)
            implements StockCommand {

        public HoldUnits(
                Sku sku, ReservationId reservationId, String attempt, List<UnitRequest> requests, Instant expiresAt) {
            this(sku, reservationId, attempt, requests, LocationSelection.FEWEST_LOCATIONS, expiresAt);
        }
    }

    /**
     * Answers as a hold would, with allocations or a refusal, and appends nothing.
     *
     * @param hold the {@link HoldUnits} or {@link HoldMoreUnits} that is assessed; null for none, then no other attempt of a
     *     reservation is waited for
     */
    record AssessUnits(
            Sku sku,
            List<UnitRequest> requests,
            LocationSelection selection,
            @Nullable StockCommand hold) implements StockCommand {

        public AssessUnits(Sku sku, List<UnitRequest> requests) {
            this(sku, requests, LocationSelection.FEWEST_LOCATIONS, null);
        }
    }

    /**
     * What a reservation has recorded of one of its lines.
     *
     * @param version a version of the reservation
     * @param allocations the units of the line at that version
     */
    record Recorded(long version, List<Allocation> allocations) {}

    /**
     * Holds more units for a line that is held, all requested ones or none. Answers with the added allocations.
     *
     * @param attempt the attempt that held the line
     * @param replacement the attempt to replace the lines of the reservation
     * @param recorded the line that is replaced; units beyond it are released first
     */
    record HoldMoreUnits(
            Sku sku,
            ReservationId reservationId,
            String attempt,
            String replacement,
            Recorded recorded,
            List<UnitRequest> requests,
            LocationSelection selection,
            Instant expiresAt)
            implements StockCommand {}

    /** Releases held units that the reservation has not recorded. Appends nothing when there are none. */
    record ReduceHold(Sku sku, ReservationId reservationId, String attempt, Recorded recorded)
            implements StockCommand {}

    /**
     * Allocates the units that an attempt holds. Appends nothing when they are allocated or not held.
     *
     * @param recorded the units to allocate, others are released; null for all
     */
    record AllocateUnits(
            Sku sku,
            ReservationId reservationId,
            String attempt,
            @Nullable Recorded recorded) implements StockCommand {

        /** Allocates all units. */
        public AllocateUnits(Sku sku, ReservationId reservationId, String attempt) {
            this(sku, reservationId, attempt, null);
        }
    }

    /**
     * Releases the units that an attempt holds. Appends nothing when it holds none.
     *
     * @param attempt the holder, or an attempt to replace the lines, whose additional units are released; units of other
     *     attempts stay held
     */
    record ReleaseUnits(Sku sku, ReservationId reservationId, String attempt, ReleaseCause cause)
            implements StockCommand {}

    /**
     * Releases the units of an attempt that have not shipped. Appends nothing when there are none.
     *
     * @param shipped units that the reservation shipped before it was cancelled; what the stock has not shipped of them
     *     is shipped first
     * @param recorded the line; null when it is not known to differ from the held units
     */
    record CancelUnits(
            Sku sku,
            ReservationId reservationId,
            String attempt,
            long shipped,
            @Nullable Recorded recorded) implements StockCommand {

        public CancelUnits(Sku sku, ReservationId reservationId, String attempt, long shipped) {
            this(sku, reservationId, attempt, shipped, null);
        }
    }

    /**
     * Ships allocated units of an attempt. Appends nothing when they were shipped before.
     *
     * @param upTo units shipped in total afterwards, over all shipments of the reservation
     * @param recorded the line; null when it is not known to differ from the held units
     */
    record ShipUnits(
            Sku sku,
            ReservationId reservationId,
            String attempt,
            long upTo,
            @Nullable Recorded recorded) implements StockCommand {

        public ShipUnits(Sku sku, ReservationId reservationId, String attempt, long upTo) {
            this(sku, reservationId, attempt, upTo, null);
        }

        /** Ships all that has not shipped. */
        public ShipUnits(Sku sku, ReservationId reservationId, String attempt) {
            this(sku, reservationId, attempt, Long.MAX_VALUE);
        }
    }

    /**
     * Shipped units that are returned in one condition.
     *
     * @param allocations the locations that receive them
     */
    record Returned(List<Allocation> allocations, ReturnCondition condition) {}

    /**
     * Books a return that a reservation decided. Appends nothing when it was booked before.
     *
     * @param number counts the returns of the reservation
     * @param after a version of the stock's stream: no event up to it can be this return
     */
    record BookReturn(
            Sku sku,
            ReservationId reservationId,
            int number,
            List<Returned> returned,
            @Nullable String reference,
            long after)
            implements StockCommand {

        /** One event for each condition. */
        List<UnitsReturned> events() {
            return returned.stream()
                    .map(back -> new UnitsReturned(
                            sku, reservationId, number, back.allocations(), back.condition(), reference))
                    .toList();
        }
    }

    /**
     * Follows a decision of the product whether it is sold. Appends nothing when a decision of this or a later version of the
     * product is known.
     *
     * @param discontinued whether new holds are refused from now on
     * @param productVersion sequence number of the last event of the product's stream at the decision
     */
    record FollowProduct(Sku sku, boolean discontinued, long productVersion) implements StockCommand {

        StockEvent event() {
            return discontinued ? new SalesStopped(sku, productVersion) : new SalesResumed(sku, productVersion);
        }
    }
}
