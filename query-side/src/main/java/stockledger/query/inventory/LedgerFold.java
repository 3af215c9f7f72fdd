package stockledger.query.inventory;

import java.util.ArrayList;
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
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
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

/** Applies one stock event: changes the levels and adds ledger entries. */
final class LedgerFold {

    private final ProjectedEvent event;
    private final TreeMap<String, Level> levels = new TreeMap<>();
    private final List<UnitsInTransit> transfers;
    private final List<Delivery> deliveries;
    private final List<Movement> movements = new ArrayList<>();
    private final long firstOrdinal;
    private StockPolicy policy;

    LedgerFold(InventoryView view, ProjectedEvent event) {
        this.event = event;
        view.levels().forEach(level -> levels.put(level.locationId(), level));
        transfers = new ArrayList<>(view.transfers());
        deliveries = new ArrayList<>(view.deliveries());
        firstOrdinal = view.movements();
        policy = view.policy();
    }

    List<Level> levels() {
        return List.copyOf(levels.values());
    }

    StockPolicy policy() {
        return policy;
    }

    List<UnitsInTransit> transfers() {
        return List.copyOf(transfers);
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    List<Movement> movements() {
        return movements;
    }

    void on(StockEvent stock) {
        if (!onClaim(stock) && !onMovement(stock) && !onTransfer(stock) && !onIncomingOrPolicy(stock)) {
            throw new IllegalStateException("unknown event " + stock.getClass());
        }
    }

    private boolean onClaim(StockEvent stock) {
        if (stock instanceof UnitsHeld held) {
            return addClaims(held.allocations(), 1, 0);
        } else if (stock instanceof HoldReleased released) {
            return addClaims(released.allocations(), -1, 0);
        } else if (stock instanceof AllocationReleased freed) {
            return addClaims(freed.allocations(), 0, -1);
        } else if (stock instanceof UnitsAllocated allocated) {
            return addClaims(allocated.allocations(), -1, 1);
        } else if (stock instanceof UnitsShipped shipped) {
            for (Allocation allocation : shipped.allocations()) {
                enter(movement("shipment", allocation.locationId(), -allocation.quantity())
                        .withReservation(shipped.reservationId().value()));
            }
            return addClaims(shipped.allocations(), 0, -1);
        }
        return stock instanceof UnitsReturned returned && onReturn(returned);
    }

    private boolean onReturn(UnitsReturned returned) {
        for (Allocation allocation : returned.allocations()) {
            long unavailable = returned.condition() == ReturnCondition.UNAVAILABLE ? allocation.quantity() : 0;
            update(allocation.locationId(), level -> level.addUnavailable(unavailable));
            enter(movement("return", allocation.locationId(), allocation.quantity())
                    .withReason(null, returned.reference())
                    .withReservation(returned.reservationId().value()));
        }
        return true;
    }

    private boolean addClaims(List<Allocation> allocations, int heldSign, int allocatedSign) {
        for (Allocation allocation : allocations) {
            long units = allocation.quantity();
            update(allocation.locationId(), level -> level.addClaims(heldSign * units, allocatedSign * units));
        }
        return true;
    }

    private boolean onMovement(StockEvent stock) {
        if (stock instanceof StockReceived e) {
            return enter(movement("receipt", e.locationId(), e.quantity()).withReason(null, e.reference()));
        } else if (stock instanceof StockAdjusted e) {
            return enter(movement("adjustment", e.locationId(), e.delta()).withReason(e.reason(), e.reference()));
        } else if (stock instanceof StockCounted e) {
            return enter(movement("count", e.locationId(), e.delta()));
        } else if (stock instanceof UnitsSetAside e) {
            return changeUnavailable(e.locationId(), e.quantity(), e.reason(), e.reference());
        } else if (stock instanceof UnitsPutBack e) {
            return changeUnavailable(e.locationId(), -e.quantity(), e.reason(), e.reference());
        }
        return false;
    }

    private boolean changeUnavailable(
            LocationId location, long units, AdjustmentReason reason, @Nullable String reference) {
        update(location, level -> level.addUnavailable(units));
        return enter(movement("unavailable", location, 0).withUnavailable(units).withReason(reason, reference));
    }

    private boolean onTransfer(StockEvent stock) {
        if (stock instanceof TransferSent e) {
            String id = e.transferId().value();
            transfers.add(
                    new UnitsInTransit(id, e.from().value(), e.to().value(), e.quantity(), event.at(), e.reference()));
            update(e.to(), level -> level.addInTransit(e.quantity()));
            return enter(movement("transferOut", e.from(), -e.quantity())
                    .withReason(null, e.reference())
                    .withTransfer(new Movement.Transfer(id, null, null)));
        } else if (stock instanceof TransferReceived e) {
            String id = e.transferId().value();
            transfers.removeIf(transfer -> transfer.id().equals(id));
            update(e.to(), level -> level.addInTransit(-e.sent()));
            return enter(movement("transferIn", e.to(), e.received())
                    .withTransfer(Movement.Transfer.of(id, e.sent(), e.received())));
        }
        return false;
    }

    private boolean onIncomingOrPolicy(StockEvent stock) {
        if (stock instanceof IncomingAnnounced e) {
            deliveries.add(new Delivery(
                    e.incomingId().value(), e.locationId().value(), e.quantity(), e.expectedOn(), e.reference()));
            deliveries.sort(Comparator.comparing(Delivery::expectedOn).thenComparing(Delivery::id));
            return update(e.locationId(), level -> level.addIncoming(e.quantity()));
        } else if (stock instanceof IncomingArrived e) {
            return reduceDelivery(e.incomingId(), e.locationId(), e.quantity());
        } else if (stock instanceof IncomingCancelled e) {
            return reduceDelivery(e.incomingId(), e.locationId(), e.quantity());
        } else if (stock instanceof StockPolicySet e) {
            policy = policy.after(e);
            LocationId location = e.locationId();
            return location == null || update(location, level -> level.withSafetyStock(e.safetyStock()));
        }
        return false;
    }

    private boolean reduceDelivery(IncomingId id, LocationId location, long units) {
        deliveries.replaceAll(delivery -> delivery.id().equals(id.value()) ? delivery.reducedBy(units) : delivery);
        deliveries.removeIf(delivery -> delivery.quantity() == 0);
        return update(location, level -> level.addIncoming(-units));
    }

    private Movement movement(String kind, LocationId location, long delta) {
        return Movement.of(event, kind, location.value(), delta);
    }

    private boolean enter(Movement movement) {
        LocationId location = new LocationId(movement.locationId());
        update(location, level -> level.addOnHand(movement.delta()));
        long balance = levels.getOrDefault(location.value(), Level.empty(location.value()))
                .onHand();
        return movements.add(movement.withPosition(firstOrdinal + movements.size(), balance));
    }

    private boolean update(LocationId location, UnaryOperator<Level> change) {
        levels.put(
                location.value(), change.apply(levels.getOrDefault(location.value(), Level.empty(location.value()))));
        return true;
    }
}
