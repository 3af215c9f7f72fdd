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

/** The books of one SKU open at one event: what it changes, and what it enters into the ledger. */
final class LedgerFold {

    private final ProjectedEvent happened;
    private final TreeMap<String, Level> levels = new TreeMap<>();
    private final List<UnitsInTransit> ways;
    private final List<Delivery> deliveries;
    private final List<Movement> entered = new ArrayList<>();
    private final long movements;
    private StockPolicy policy;

    LedgerFold(InventoryView view, ProjectedEvent happened) {
        this.happened = happened;
        view.levels().forEach(level -> levels.put(level.locationId(), level));
        ways = new ArrayList<>(view.ways());
        deliveries = new ArrayList<>(view.deliveries());
        movements = view.movements();
        policy = view.policy();
    }

    List<Level> levels() {
        return List.copyOf(levels.values());
    }

    StockPolicy policy() {
        return policy;
    }

    List<UnitsInTransit> ways() {
        return List.copyOf(ways);
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    List<Movement> entered() {
        return entered;
    }

    void on(StockEvent event) {
        if (!claimed(event) && !moved(event) && !transferred(event) && !expected(event)) {
            throw new IllegalStateException("unknown event " + event.getClass());
        }
    }

    private boolean claimed(StockEvent event) {
        if (event instanceof UnitsHeld held) {
            return promised(held.allocations(), 1, 0);
        } else if (event instanceof HoldReleased released) {
            return promised(released.allocations(), -1, 0);
        } else if (event instanceof AllocationReleased freed) {
            return promised(freed.allocations(), 0, -1);
        } else if (event instanceof UnitsAllocated allocated) {
            return promised(allocated.allocations(), -1, 1);
        } else if (event instanceof UnitsShipped shipped) {
            for (Allocation left : shipped.allocations()) {
                enter(movement("shipment", left.locationId(), -left.quantity())
                        .reserved(shipped.reservationId().value()));
            }
            return promised(shipped.allocations(), 0, -1);
        }
        return event instanceof UnitsReturned back && returned(back);
    }

    private boolean returned(UnitsReturned event) {
        for (Allocation back : event.allocations()) {
            long unsold = event.condition() == ReturnCondition.UNAVAILABLE ? back.quantity() : 0;
            at(back.locationId(), level -> level.unavailable(unsold));
            enter(movement("return", back.locationId(), back.quantity())
                    .because(null, event.reference())
                    .reserved(event.reservationId().value()));
        }
        return true;
    }

    private boolean promised(List<Allocation> allocations, int holds, int allocates) {
        for (Allocation one : allocations) {
            at(one.locationId(), level -> level.promised(holds * one.quantity(), allocates * one.quantity()));
        }
        return true;
    }

    private boolean moved(StockEvent event) {
        if (event instanceof StockReceived is) {
            return enter(movement("receipt", is.locationId(), is.quantity()).because(null, is.reference()));
        } else if (event instanceof StockAdjusted is) {
            return enter(movement("adjustment", is.locationId(), is.delta()).because(is.reason(), is.reference()));
        } else if (event instanceof StockCounted is) {
            return enter(movement("count", is.locationId(), is.delta()));
        } else if (event instanceof UnitsSetAside is) {
            return aside(is.locationId(), is.quantity(), is.reason(), is.reference());
        } else if (event instanceof UnitsPutBack is) {
            return aside(is.locationId(), -is.quantity(), is.reason(), is.reference());
        }
        return false;
    }

    private boolean aside(LocationId location, long units, AdjustmentReason reason, @Nullable String reference) {
        at(location, level -> level.unavailable(units));
        return enter(movement("unavailable", location, 0).unavailable(units).because(reason, reference));
    }

    private boolean transferred(StockEvent event) {
        if (event instanceof TransferSent is) {
            String id = is.transferId().value();
            ways.add(new UnitsInTransit(
                    id, is.from().value(), is.to().value(), is.quantity(), happened.at(), is.reference()));
            at(is.to(), level -> level.inTransit(is.quantity()));
            return enter(movement("transferOut", is.from(), -is.quantity())
                    .because(null, is.reference())
                    .transferred(new Movement.Arrival(id, null, null)));
        } else if (event instanceof TransferReceived is) {
            String id = is.transferId().value();
            ways.removeIf(way -> way.id().equals(id));
            at(is.to(), level -> level.inTransit(-is.sent()));
            return enter(movement("transferIn", is.to(), is.received())
                    .transferred(Movement.Arrival.of(id, is.sent(), is.received())));
        }
        return false;
    }

    private boolean expected(StockEvent event) {
        if (event instanceof IncomingAnnounced is) {
            deliveries.add(new Delivery(
                    is.incomingId().value(), is.locationId().value(), is.quantity(), is.expectedOn(), is.reference()));
            deliveries.sort(Comparator.comparing(Delivery::expectedOn).thenComparing(Delivery::id));
            return at(is.locationId(), level -> level.incoming(is.quantity()));
        } else if (event instanceof IncomingArrived is) {
            return less(is.incomingId(), is.locationId(), is.quantity());
        } else if (event instanceof IncomingCancelled is) {
            return less(is.incomingId(), is.locationId(), is.quantity());
        } else if (event instanceof StockPolicySet is) {
            policy = policy.after(is);
            LocationId location = is.locationId();
            return location == null || at(location, level -> level.safetyStock(is.safetyStock()));
        }
        return false;
    }

    private boolean less(IncomingId id, LocationId location, long units) {
        deliveries.replaceAll(delivery -> delivery.id().equals(id.value()) ? delivery.less(units) : delivery);
        deliveries.removeIf(delivery -> delivery.quantity() == 0);
        return at(location, level -> level.incoming(-units));
    }

    private Movement movement(String kind, LocationId location, long delta) {
        return Movement.of(happened, kind, location.value(), delta);
    }

    private boolean enter(Movement movement) {
        LocationId location = new LocationId(movement.locationId());
        at(location, level -> level.onHand(movement.delta()));
        long balance = levels.getOrDefault(location.value(), Level.none(location.value()))
                .onHand();
        return entered.add(movement.entered(movements + entered.size(), balance));
    }

    private boolean at(LocationId location, UnaryOperator<Level> change) {
        levels.put(location.value(), change.apply(levels.getOrDefault(location.value(), Level.none(location.value()))));
        return true;
    }
}
