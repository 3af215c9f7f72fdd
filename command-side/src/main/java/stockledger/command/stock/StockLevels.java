package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;

/**
 * One SKU's levels at all known locations: those that had units, expect some or have a policy. The sum of unclaimed units
 * and the order of the locations by them are kept with every change, so a decision about a SKU with thousands of locations
 * neither adds nor sorts them.
 */
final class StockLevels {

    // The field's name is part of stored snapshots.
    private final TreeMap<LocationId, StockLevel> at;
    private final transient NavigableSet<Fullness> fullestFirst = new TreeSet<>();
    private transient long unclaimed;
    private transient Map<LocationId, Long> moved = new TreeMap<>();

    StockLevels() {
        this(new TreeMap<>());
    }

    @JsonCreator
    private StockLevels(@JsonProperty("at") TreeMap<LocationId, StockLevel> at) {
        this.at = at;
        at.forEach((location, level) -> {
            unclaimed += level.unclaimed();
            fullestFirst.add(new Fullness(location, level.unclaimed()));
        });
    }

    StockLevel at(LocationId location) {
        return at.getOrDefault(location, StockLevel.NONE);
    }

    /** The known locations, sorted by id. */
    NavigableSet<LocationId> locations() {
        return at.navigableKeySet();
    }

    void forEach(BiConsumer<LocationId, StockLevel> each) {
        at.forEach(each);
    }

    /** The known locations, sorted by sellable unclaimed units, the most first, and by id. */
    Iterator<LocationId> fullestFirst() {
        return fullestFirst.stream().map(Fullness::location).iterator();
    }

    /** Sellable unclaimed units over all locations. Signed: a negative location reduces the sum. */
    long unclaimed() {
        return unclaimed;
    }

    /** The units by which on hand changed since the last call, at each location where they did. */
    Map<LocationId, Long> takeMoved() {
        if (moved.isEmpty()) {
            return Map.of();
        }
        Map<LocationId, Long> taken = moved;
        moved = new TreeMap<>();
        taken.values().removeIf(units -> units == 0);
        return taken;
    }

    /** Makes a location known, at 0 when it is new. */
    StockLevels known(LocationId location) {
        return at.containsKey(location) ? this : set(location, StockLevel.NONE);
    }

    StockLevels onHand(LocationId location, long change) {
        return set(location, at(location).onHand(change));
    }

    StockLevels unavailable(LocationId location, long change) {
        return set(location, at(location).unavailable(change));
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
        for (Allocation allocation : allocations) {
            LocationId location = allocation.locationId();
            set(location, change.apply(at(location), allocation.quantity()));
        }
        return this;
    }

    private StockLevels set(LocationId location, StockLevel level) {
        StockLevel before = at(location);
        boolean isNew = at.put(location, level) == null;
        if (isNew || level.unclaimed() != before.unclaimed()) {
            fullestFirst.remove(new Fullness(location, before.unclaimed()));
            fullestFirst.add(new Fullness(location, level.unclaimed()));
            unclaimed += level.unclaimed() - before.unclaimed();
        }
        if (level.onHand() != before.onHand()) {
            moved.merge(location, level.onHand() - before.onHand(), Long::sum);
        }
        return this;
    }
}
