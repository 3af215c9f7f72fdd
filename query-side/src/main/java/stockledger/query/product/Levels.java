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

/** What a stock event does to the levels of its locations. */
final class Levels {

    private final TreeMap<String, Level> next = new TreeMap<>();

    private Levels(List<Level> levels) {
        levels.forEach(level -> next.put(level.locationId(), level));
    }

    static List<Level> after(List<Level> levels, StockEvent event) {
        Levels after = new Levels(levels);
        if (!after.claimed(event) && !after.moved(event) && !after.expected(event) && !changesNothing(event)) {
            throw new IllegalStateException("unknown event " + event.getClass());
        }
        return List.copyOf(after.next.values());
    }

    private boolean claimed(StockEvent event) {
        if (event instanceof UnitsHeld held) {
            return each(held.allocations(), (level, units) -> level.promised(units, 0));
        } else if (event instanceof HoldReleased released) {
            return each(released.allocations(), (level, units) -> level.promised(-units, 0));
        } else if (event instanceof AllocationReleased freed) {
            return each(freed.allocations(), (level, units) -> level.promised(0, -units));
        } else if (event instanceof UnitsAllocated allocated) {
            return each(allocated.allocations(), (level, units) -> level.promised(-units, units));
        } else if (event instanceof UnitsShipped shipped) {
            return each(
                    shipped.allocations(),
                    (level, units) -> level.onHand(-units).promised(0, -units));
        } else if (event instanceof UnitsReturned back) {
            int unsold = back.condition() == ReturnCondition.UNAVAILABLE ? 1 : 0;
            return each(
                    back.allocations(), (level, units) -> level.onHand(units).unavailable(unsold * units));
        }
        return false;
    }

    private boolean moved(StockEvent event) {
        if (event instanceof StockReceived received) {
            return at(received.locationId(), level -> level.onHand(received.quantity()));
        } else if (event instanceof StockAdjusted adjusted) {
            return at(adjusted.locationId(), level -> level.onHand(adjusted.delta()));
        } else if (event instanceof StockCounted counted) {
            return at(counted.locationId(), level -> level.onHand(counted.delta()));
        } else if (event instanceof UnitsSetAside aside) {
            return at(aside.locationId(), level -> level.unavailable(aside.quantity()));
        } else if (event instanceof UnitsPutBack back) {
            return at(back.locationId(), level -> level.unavailable(-back.quantity()));
        } else if (event instanceof TransferSent sent) {
            return at(sent.from(), level -> level.onHand(-sent.quantity()))
                    && at(sent.to(), level -> level.inTransit(sent.quantity()));
        } else if (event instanceof TransferReceived arrived) {
            return at(arrived.to(), level -> level.inTransit(-arrived.sent()).onHand(arrived.received()));
        }
        return false;
    }

    private boolean expected(StockEvent event) {
        if (event instanceof IncomingAnnounced announced) {
            return at(announced.locationId(), level -> level.incoming(announced.quantity()));
        } else if (event instanceof IncomingArrived arrived) {
            return at(arrived.locationId(), level -> level.incoming(-arrived.quantity()));
        } else if (event instanceof IncomingCancelled cancelled) {
            return at(cancelled.locationId(), level -> level.incoming(-cancelled.quantity()));
        } else if (event instanceof StockPolicySet wanted) {
            LocationId location = wanted.locationId();
            return location == null || at(location, level -> level.safetyStock(wanted.safetyStock()));
        }
        return false;
    }

    /** What only tells of a line that was crossed. */
    private static boolean changesNothing(StockEvent event) {
        return event instanceof StockRanLow || event instanceof StockRanOut || event instanceof StockCameBack;
    }

    private boolean each(List<Allocation> allocations, BiFunction<Level, Long, Level> change) {
        allocations.forEach(one -> at(one.locationId(), level -> change.apply(level, one.quantity())));
        return true;
    }

    private boolean at(LocationId location, UnaryOperator<Level> change) {
        next.put(location.value(), change.apply(next.getOrDefault(location.value(), Level.none(location.value()))));
        return true;
    }
}
