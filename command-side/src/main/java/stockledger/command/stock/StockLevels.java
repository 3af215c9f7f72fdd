package stockledger.command.stock;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.Choosing;
import stockledger.command.stock.StockCommand.Wanted;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;

/**
 * Arithmetic over one SKU's levels at all locations. Values only: every change gives new levels, and asking changes
 * nothing.
 *
 * @param at the level at each location that ever held stock
 */
record StockLevels(Map<LocationId, StockLevel> at) {

    static final StockLevels NONE = new StockLevels(Map.of());

    StockLevels {
        at = Map.copyOf(at);
    }

    StockLevel at(LocationId location) {
        return at.getOrDefault(location, StockLevel.NONE);
    }

    /** Units that may be promised, over all locations; a location in debt does not lend to another. */
    long available() {
        return at.values().stream()
                .mapToLong(level -> Math.max(0, level.available()))
                .sum();
    }

    StockLevels onHand(LocationId location, long change) {
        return with(location, at(location).onHand(change));
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

    /**
     * Chooses where wanted units are claimed. Wishes for a given location come first; then the rest, from the locations
     * that the policy has first.
     *
     * @return one allocation per location, in the order of the locations; null when there is not enough
     */
    @Nullable
    List<Allocation> choose(List<Wanted> wanted, Choosing choosing) {
        Map<LocationId, Long> chosen = atGivenLocations(wanted);
        long anywhere = anywhere(wanted);
        for (Map.Entry<LocationId, Long> given : chosen.entrySet()) {
            if (given.getValue() > at(given.getKey()).available()) {
                return null;
            }
        }
        Map<LocationId, Long> free = new TreeMap<>();
        at.keySet().forEach(location -> free.put(location, free(location, chosen)));
        LocationPolicy.Rule rule = LocationPolicy.named(choosing.policy()).rule();
        for (LocationId location : rule.order(free, choosing.priority())) {
            if (anywhere == 0) {
                break;
            }
            long taken = Math.min(anywhere, free(location, chosen));
            if (taken > 0) {
                chosen.merge(location, taken, Math::addExact);
                anywhere -= taken;
            }
        }
        return anywhere > 0 ? null : allocations(chosen);
    }

    /** How many of the wanted units could be promised; fewer than are wanted when {@link #choose} finds no way. */
    long promisable(List<Wanted> wanted) {
        long atGiven = atGivenLocations(wanted).entrySet().stream()
                .mapToLong(given -> Math.min(
                        given.getValue(), Math.max(0, at(given.getKey()).available())))
                .sum();
        return atGiven + Math.min(anywhere(wanted), available() - atGiven);
    }

    private static Map<LocationId, Long> atGivenLocations(List<Wanted> wanted) {
        Map<LocationId, Long> given = new TreeMap<>();
        for (Wanted wish : wanted) {
            if (wish.locationId() != null) {
                given.merge(wish.locationId(), wish.quantity(), Math::addExact);
            }
        }
        return given;
    }

    private static long anywhere(List<Wanted> wanted) {
        return wanted.stream()
                .filter(wish -> wish.locationId() == null)
                .mapToLong(Wanted::quantity)
                .sum();
    }

    private long free(LocationId location, Map<LocationId, Long> chosen) {
        return at(location).available() - chosen.getOrDefault(location, 0L);
    }

    private static List<Allocation> allocations(Map<LocationId, Long> chosen) {
        return chosen.entrySet().stream()
                .map(entry -> new Allocation(entry.getKey(), entry.getValue()))
                .toList();
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
