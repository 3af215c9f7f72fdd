package stockledger.query.product;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import stockledger.events.Allocation;
import stockledger.events.ReturnCondition;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** What a stock event does to the levels of its locations. */
final class Levels {

    private Levels() {}

    static List<Level> after(List<Level> levels, StockEvent event) {
        TreeMap<String, Level> next = new TreeMap<>();
        levels.forEach(level -> next.put(level.locationId(), level));
        for (Level change : changes(event)) {
            next.merge(change.locationId(), change, Level::plus);
        }
        return List.copyOf(next.values());
    }

    private static List<Level> changes(StockEvent event) {
        if (event instanceof StockReceived received) {
            return List.of(new Level(received.locationId().value(), received.quantity(), 0, 0, 0));
        } else if (event instanceof StockAdjusted adjusted) {
            return List.of(new Level(adjusted.locationId().value(), adjusted.delta(), 0, 0, 0));
        } else if (event instanceof UnitsHeld held) {
            return each(held.allocations(), one -> level(one, 0, one.quantity(), 0));
        } else if (event instanceof HoldReleased released) {
            return each(released.allocations(), one -> level(one, 0, -one.quantity(), 0));
        } else if (event instanceof AllocationReleased freed) {
            return each(freed.allocations(), one -> level(one, 0, 0, -one.quantity()));
        } else if (event instanceof UnitsAllocated allocated) {
            return each(allocated.allocations(), one -> level(one, 0, -one.quantity(), one.quantity()));
        } else if (event instanceof UnitsShipped shipped) {
            return each(shipped.allocations(), one -> level(one, -one.quantity(), 0, -one.quantity()));
        } else if (event instanceof UnitsReturned returned) {
            int unsold = returned.condition() == ReturnCondition.UNAVAILABLE ? 1 : 0;
            return each(
                    returned.allocations(),
                    one -> new Level(one.locationId().value(), one.quantity(), 0, 0, unsold * one.quantity()));
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    private static List<Level> each(List<Allocation> allocations, Function<Allocation, Level> change) {
        return allocations.stream().map(change).toList();
    }

    private static Level level(Allocation at, long onHand, long held, long allocated) {
        return new Level(at.locationId().value(), onHand, held, allocated, 0);
    }
}
