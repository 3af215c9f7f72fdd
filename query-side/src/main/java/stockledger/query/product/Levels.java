package stockledger.query.product;

import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
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

/** Applies a stock event to the levels of its locations. */
final class Levels {

    private final TreeMap<String, Level> byLocation = new TreeMap<>();

    private Levels(List<Level> levels) {
        levels.forEach(level -> byLocation.put(level.locationId(), level));
    }

    static List<Level> after(List<Level> levels, StockEvent event) {
        Levels after = new Levels(levels);
        if (!after.onClaim(event)
                && !after.onMovement(event)
                && !after.onIncomingOrPolicy(event)
                && !isThresholdEvent(event)) {
            throw new IllegalStateException("unknown event " + event.getClass());
        }
        return List.copyOf(after.byLocation.values());
    }

    private boolean onClaim(StockEvent event) {
        if (event instanceof UnitsHeld held) {
            return each(held.allocations(), (level, units) -> level.addClaims(units, 0));
        } else if (event instanceof HoldReleased released) {
            return each(released.allocations(), (level, units) -> level.addClaims(-units, 0));
        } else if (event instanceof AllocationReleased freed) {
            return each(freed.allocations(), (level, units) -> level.addClaims(0, -units));
        } else if (event instanceof UnitsAllocated allocated) {
            return each(allocated.allocations(), (level, units) -> level.addClaims(-units, units));
        } else if (event instanceof UnitsShipped shipped) {
            return each(
                    shipped.allocations(),
                    (level, units) -> level.addOnHand(-units).addClaims(0, -units));
        } else if (event instanceof UnitsReturned returned) {
            int unavailable = returned.condition() == ReturnCondition.UNAVAILABLE ? 1 : 0;
            return each(
                    returned.allocations(),
                    (level, units) -> level.addOnHand(units).addUnavailable(unavailable * units));
        }
        return false;
    }

    private boolean onMovement(StockEvent event) {
        if (event instanceof StockReceived received) {
            return update(received.locationId(), level -> level.addOnHand(received.quantity()));
        } else if (event instanceof StockAdjusted adjusted) {
            return update(adjusted.locationId(), level -> level.addOnHand(adjusted.delta()));
        } else if (event instanceof StockCounted counted) {
            return update(counted.locationId(), level -> level.addOnHand(counted.delta()));
        } else if (event instanceof UnitsSetAside aside) {
            return update(aside.locationId(), level -> level.addUnavailable(aside.quantity()));
        } else if (event instanceof UnitsPutBack back) {
            return update(back.locationId(), level -> level.addUnavailable(-back.quantity()));
        } else if (event instanceof TransferSent sent) {
            return update(sent.from(), level -> level.addOnHand(-sent.quantity()))
                    && update(sent.to(), level -> level.addInTransit(sent.quantity()));
        } else if (event instanceof TransferReceived arrived) {
            return update(
                    arrived.to(), level -> level.addInTransit(-arrived.sent()).addOnHand(arrived.received()));
        }
        return false;
    }

    private boolean onIncomingOrPolicy(StockEvent event) {
        if (event instanceof IncomingAnnounced announced) {
            return update(announced.locationId(), level -> level.addIncoming(announced.quantity()));
        } else if (event instanceof IncomingArrived arrived) {
            return update(arrived.locationId(), level -> level.addIncoming(-arrived.quantity()));
        } else if (event instanceof IncomingCancelled cancelled) {
            return update(cancelled.locationId(), level -> level.addIncoming(-cancelled.quantity()));
        } else if (event instanceof StockPolicySet set) {
            LocationId location = set.locationId();
            return location == null || update(location, level -> level.withSafetyStock(set.safetyStock()));
        }
        return false;
    }

    /** Notifications about thresholds, which change no level. */
    private static boolean isThresholdEvent(StockEvent event) {
        return event instanceof StockRanLow || event instanceof StockRanOut || event instanceof StockCameBack;
    }

    private boolean each(List<Allocation> allocations, BiFunction<Level, Long, Level> change) {
        allocations.forEach(
                allocation -> update(allocation.locationId(), level -> change.apply(level, allocation.quantity())));
        return true;
    }

    private boolean update(LocationId location, UnaryOperator<Level> change) {
        byLocation.put(
                location.value(),
                change.apply(byLocation.getOrDefault(location.value(), Level.empty(location.value()))));
        return true;
    }
}
