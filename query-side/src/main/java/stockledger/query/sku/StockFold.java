package stockledger.query.sku;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.SalesResumed;
import stockledger.events.stock.StockEvent.SalesStopped;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockEvent.UnitsShipped;
import stockledger.events.stock.StockPolicy;
import stockledger.query.projection.ProjectedEvent;

/**
 * Applies stock events to one {@link StockState} and the units on their way. It is mutable and lives for one batch of
 * events, so that a state with thousands of locations is copied once for a batch and not once for each event.
 */
final class StockFold {

    private static final Comparator<ExpectedDelivery> EARLIEST_FIRST =
            Comparator.comparing(ExpectedDelivery::expectedOn).thenComparing(ExpectedDelivery::id);

    private final TreeMap<String, StockLevel> levels = new TreeMap<>();
    private final Inbound inboundBefore;
    private @Nullable List<UnitsInTransit> transfers;
    private @Nullable List<ExpectedDelivery> deliveries;
    private final List<Movement> newMovements = new ArrayList<>();
    private long movements;
    private StockPolicy policy;

    StockFold(StockState before, Inbound inboundBefore) {
        before.levels().forEach(level -> levels.put(level.locationId(), level));
        this.inboundBefore = inboundBefore;
        movements = before.movements();
        policy = before.policy();
    }

    StockState state() {
        return new StockState(List.copyOf(levels.values()), policy, movements);
    }

    /** The same lists as before when no event changes them. */
    Inbound inbound() {
        return transfers == null && deliveries == null
                ? inboundBefore
                : new Inbound(
                        transfers == null ? inboundBefore.transfers() : List.copyOf(transfers),
                        deliveries == null ? inboundBefore.deliveries() : List.copyOf(deliveries));
    }

    /** The numbers of one location; null for those of all. */
    StockNumbers numbers(@Nullable String location) {
        if (location != null) {
            StockLevel level = levels.getOrDefault(location, StockLevel.empty(location));
            return new StockNumbers(
                    level.onHand(), level.held(), level.allocated(), level.unavailable(), level.available());
        }
        long onHand = 0;
        long held = 0;
        long allocated = 0;
        long unavailable = 0;
        long available = -policy.at(null).safetyStock();
        for (StockLevel level : levels.values()) {
            onHand += level.onHand();
            held += level.held();
            allocated += level.allocated();
            unavailable += level.unavailable();
            available += level.available();
        }
        return new StockNumbers(onHand, held, allocated, unavailable, available);
    }

    private List<UnitsInTransit> transfers() {
        transfers = transfers == null ? new ArrayList<>(inboundBefore.transfers()) : transfers;
        return transfers;
    }

    private List<ExpectedDelivery> deliveries() {
        deliveries = deliveries == null ? new ArrayList<>(inboundBefore.deliveries()) : deliveries;
        return deliveries;
    }

    /** The movements of the folded events, in the order of the ledger. */
    List<Movement> newMovements() {
        return List.copyOf(newMovements);
    }

    void on(StockEvent event, ProjectedEvent source) {
        if (!onClaim(event, source)
                && !onMovement(event, source)
                && !onTransfer(event, source)
                && !onExpectation(event)
                && !isThresholdNotice(event)
                && !followsProduct(event)) {
            throw new IllegalStateException("unknown event " + event.getClass());
        }
    }

    /** Events that report a crossed threshold; the numbers behind it changed with the event before. */
    private static boolean isThresholdNotice(StockEvent event) {
        return event instanceof StockRanLow || event instanceof StockRanOut || event instanceof StockCameBack;
    }

    /** Whether the product is sold is read from its own events. */
    private static boolean followsProduct(StockEvent event) {
        return event instanceof SalesStopped || event instanceof SalesResumed;
    }

    private boolean onClaim(StockEvent event, ProjectedEvent source) {
        if (event instanceof UnitsHeld is) {
            return claim(is.allocations(), 1, 0);
        } else if (event instanceof HoldIncreased is) {
            return claim(is.allocations(), 1, 0);
        } else if (event instanceof HoldReduced is) {
            return claim(is.allocations(), -1, 0);
        } else if (event instanceof HoldReleased is) {
            return claim(is.allocations(), -1, 0);
        } else if (event instanceof UnitsAllocated is) {
            return claim(is.allocations(), -1, 1);
        } else if (event instanceof AllocationReleased is) {
            return claim(is.allocations(), 0, -1);
        } else if (event instanceof UnitsShipped is) {
            for (Allocation part : is.allocations()) {
                record(Movement.of(source, "shipment", part.locationId().value(), -part.quantity())
                        .withReservation(is.reservationId().value()));
            }
            return claim(is.allocations(), 0, -1);
        } else if (event instanceof UnitsReturned is) {
            for (Allocation part : is.allocations()) {
                if (is.condition() == ReturnCondition.UNAVAILABLE) {
                    change(part.locationId(), level -> level.plusUnavailable(part.quantity()));
                }
                record(Movement.of(source, "return", part.locationId().value(), part.quantity())
                        .withReason(null, is.reference())
                        .withReservation(is.reservationId().value()));
            }
            return true;
        }
        return false;
    }

    private boolean claim(List<Allocation> allocations, int held, int allocated) {
        for (Allocation part : allocations) {
            change(part.locationId(), level -> level.plusClaims(held * part.quantity(), allocated * part.quantity()));
        }
        return true;
    }

    private boolean onMovement(StockEvent event, ProjectedEvent source) {
        if (event instanceof StockReceived is) {
            return recordAndCorrectCount(
                    Movement.of(source, "receipt", is.locationId().value(), is.quantity())
                            .withReason(null, is.reference())
                            .withOccurredAt(is.occurredAt()),
                    is.countedAt());
        } else if (event instanceof StockAdjusted is) {
            Movement movement = Movement.of(
                            source, "adjustment", is.locationId().value(), is.delta())
                    .withReason(is.reason(), is.reference())
                    .withOccurredAt(is.occurredAt());
            if (is.from() != null) {
                change(is.locationId(), level -> level.plusUnavailable(is.delta()));
                movement = movement.withUnavailable(is.delta());
            }
            return recordAndCorrectCount(movement, is.countedAt());
        } else if (event instanceof StockCounted is) {
            Movement movement = Movement.of(source, "count", is.locationId().value(), is.delta());
            Long writtenOff = is.writtenOff();
            if (writtenOff != null) {
                change(is.locationId(), level -> level.plusUnavailable(-writtenOff));
                movement = movement.withUnavailable(-writtenOff);
            }
            return record(movement);
        } else if (event instanceof UnitsSetAside is) {
            return setAside(source, is.locationId(), is.quantity(), is.reason(), is.reference());
        } else if (event instanceof UnitsPutBack is) {
            return setAside(source, is.locationId(), -is.quantity(), is.reason(), is.reference());
        }
        return false;
    }

    /** A count that contained a movement had booked it as a difference: a second movement takes that back. */
    private boolean recordAndCorrectCount(Movement movement, @Nullable Instant countedAt) {
        record(movement);
        if (countedAt != null) {
            record(movement.correctionOfCount(countedAt));
        }
        return true;
    }

    private boolean setAside(
            ProjectedEvent source,
            LocationId location,
            long units,
            AdjustmentReason reason,
            @Nullable String reference) {
        change(location, level -> level.plusUnavailable(units));
        return record(Movement.of(source, "unavailable", location.value(), 0)
                .withUnavailable(units)
                .withReason(reason, reference));
    }

    private boolean onTransfer(StockEvent event, ProjectedEvent source) {
        if (event instanceof TransferSent is) {
            String id = is.transferId().value();
            transfers()
                    .add(new UnitsInTransit(
                            id, is.from().value(), is.to().value(), is.quantity(), source.at(), is.reference()));
            change(is.to(), level -> level.plusInTransit(is.quantity()));
            return record(Movement.of(source, "transferOut", is.from().value(), -is.quantity())
                    .withReason(null, is.reference())
                    .withTransfer(Movement.TransferPart.sent(id)));
        } else if (event instanceof TransferReceived is) {
            String id = is.transferId().value();
            if (is.inTransit() == 0) {
                transfers().removeIf(transfer -> transfer.id().equals(id));
            } else {
                transfers().replaceAll(transfer -> transfer.id().equals(id) ? transfer.left(is.inTransit()) : transfer);
            }
            change(is.to(), level -> level.plusInTransit(is.inTransit() - is.sent()));
            return record(Movement.of(source, "transferIn", is.to().value(), is.received())
                    .withTransfer(Movement.TransferPart.received(id, is.sent() - is.inTransit(), is.received())));
        }
        return false;
    }

    private boolean onExpectation(StockEvent event) {
        if (event instanceof IncomingAnnounced is) {
            insert(new ExpectedDelivery(
                    is.incomingId().value(), is.locationId().value(), is.quantity(), is.expectedOn(), is.reference()));
            return change(is.locationId(), level -> level.plusIncoming(is.quantity()));
        } else if (event instanceof IncomingArrived is) {
            return reduceDelivery(is.incomingId(), is.locationId(), is.quantity());
        } else if (event instanceof IncomingCancelled is) {
            return reduceDelivery(is.incomingId(), is.locationId(), is.quantity());
        } else if (event instanceof StockPolicySet is) {
            policy = policy.after(is);
            LocationId location = is.locationId();
            return location == null || change(location, level -> level.withSafetyStock(is.safetyStock()));
        }
        return false;
    }

    private void insert(ExpectedDelivery delivery) {
        int index = Collections.binarySearch(deliveries(), delivery, EARLIEST_FIRST);
        deliveries().add(index < 0 ? -index - 1 : index, delivery);
    }

    private boolean reduceDelivery(IncomingId id, LocationId location, long units) {
        deliveries().replaceAll(delivery -> delivery.id().equals(id.value()) ? delivery.minus(units) : delivery);
        deliveries().removeIf(delivery -> delivery.quantity() == 0);
        return change(location, level -> level.plusIncoming(-units));
    }

    private boolean record(Movement movement) {
        LocationId location = new LocationId(movement.locationId());
        change(location, level -> level.plusOnHand(movement.delta()));
        StockLevel after = levels.get(location.value());
        return newMovements.add(movement.recorded(movements++, after == null ? 0 : after.onHand()));
    }

    private boolean change(LocationId location, UnaryOperator<StockLevel> change) {
        levels.put(
                location.value(),
                change.apply(levels.getOrDefault(location.value(), StockLevel.empty(location.value()))));
        return true;
    }
}
