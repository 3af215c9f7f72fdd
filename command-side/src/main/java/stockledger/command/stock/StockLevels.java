package stockledger.command.stock;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;

/**
 * One SKU's levels at all locations. Immutable: every change returns new levels.
 *
 * @param at the level at each known location: one that had units, expects some or has a policy
 */
record StockLevels(Map<LocationId, StockLevel> at) {

    static final StockLevels NONE = new StockLevels(Map.of());

    StockLevels {
        at = Map.copyOf(at);
    }

    StockLevel at(LocationId location) {
        return at.getOrDefault(location, StockLevel.NONE);
    }

    /** Sellable unclaimed units over all locations. Signed: a negative location reduces the sum. */
    long unclaimed() {
        return at.values().stream().mapToLong(StockLevel::unclaimed).sum();
    }

    /** The same levels with this location known, at 0 when it is new. */
    StockLevels known(LocationId location) {
        return with(location, at(location));
    }

    /** The difference of on hand at each location where it differs, in units. */
    Map<LocationId, Long> onHandSince(StockLevels before) {
        Map<LocationId, Long> changes = new TreeMap<>();
        if (before != this) {
            at.forEach((location, level) -> {
                long change = level.onHand() - before.at(location).onHand();
                if (change != 0) {
                    changes.put(location, change);
                }
            });
        }
        return changes;
    }

    StockLevels onHand(LocationId location, long change) {
        return with(location, at(location).onHand(change));
    }

    StockLevels unavailable(LocationId location, long change) {
        return with(location, at(location).unavailable(change));
    }

    StockLevels held(List<Allocation> allocations, int sign) {
        return each(allocations, (level, units) -> level.held(sign * units));
    }

    StockLevels allocated(List<Allocation> allocations, int sign) {
        return each(allocations, (level, units) -> level.allocated(sign * units));
    }

    StockLevels shipped(List<Allocation> allocations) {
        return each(allocations, (level, units) -> level.onHand(-units).allocated(-units));
    }

    StockLevels returned(List<Allocation> allocations, ReturnCondition condition) {
        long unsold = condition == ReturnCondition.UNAVAILABLE ? 1 : 0;
        return each(allocations, (level, units) -> level.onHand(units).unavailable(unsold * units));
    }

    private StockLevels each(List<Allocation> allocations, BiFunction<StockLevel, Long, StockLevel> change) {
        Map<LocationId, StockLevel> levels = new TreeMap<>(at);
        for (Allocation allocation : allocations) {
            LocationId location = allocation.locationId();
            levels.put(location, change.apply(levels.getOrDefault(location, StockLevel.NONE), allocation.quantity()));
        }
        return new StockLevels(levels);
    }

    private StockLevels with(LocationId location, StockLevel level) {
        Map<LocationId, StockLevel> levels = new TreeMap<>(at);
        levels.put(location, level);
        return new StockLevels(levels);
    }
}
