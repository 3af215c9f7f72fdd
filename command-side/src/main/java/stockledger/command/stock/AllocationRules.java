package stockledger.command.stock;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.Choosing;
import stockledger.command.stock.StockCommand.Wanted;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.stock.StockPolicy;

/**
 * What may be promised of one SKU. Available is what is sellable and unpromised less the buffer, signed. A promise leaves
 * neither the SKU nor a location it claims at further below 0 than its backorder limit.
 *
 * <p>What is there is claimed first, where the location policy has it; what is not there waits where the next delivery is
 * expected, else at the location that comes first.
 *
 * @param awaited locations that expect deliveries, the earliest first
 */
record AllocationRules(StockLevels levels, StockPolicy policy, List<LocationId> awaited) {

    /** Units of the SKU that are available, signed. */
    long available() {
        return levels.unpromised() - policy.safetyStock();
    }

    /** Units available at a location, signed. */
    long available(LocationId location) {
        return levels.at(location).unpromised() - policy.at(location).safetyStock();
    }

    /**
     * Chooses where wanted units are claimed. Wishes for a given location come first; then the rest, from the locations
     * that the location policy has first; then, as far as the stock's policy allows, what nobody has yet.
     *
     * @return one allocation per location, in the order of the locations; null when there is not enough
     */
    @Nullable
    List<Allocation> choose(List<Wanted> wanted, Choosing choosing) {
        Map<LocationId, Long> chosen = atGivenLocations(wanted);
        long anywhere = anywhere(wanted);
        if (sum(chosen) + anywhere > most()) {
            return null;
        }
        for (Map.Entry<LocationId, Long> given : chosen.entrySet()) {
            if (given.getValue() > most(given.getKey())) {
                return null;
            }
        }
        for (LocationId location : order(chosen, choosing)) {
            anywhere -= claim(chosen, location, Math.min(anywhere, available(location) - units(chosen, location)));
        }
        for (LocationId location : awaitedFirst(order(chosen, choosing))) {
            anywhere -= claim(chosen, location, Math.min(anywhere, most(location) - units(chosen, location)));
        }
        return anywhere > 0 ? null : allocations(chosen);
    }

    /** How many of the wanted units could be promised; fewer than are wanted when {@link #choose} finds no way. */
    long promisable(List<Wanted> wanted) {
        long atGiven = atGivenLocations(wanted).entrySet().stream()
                .mapToLong(given -> Math.min(given.getValue(), Math.max(0, most(given.getKey()))))
                .sum();
        long everywhere = levels.at().keySet().stream()
                .mapToLong(location -> Math.max(0, most(location)))
                .sum();
        long elsewhere = Math.min(anywhere(wanted), Math.max(0, everywhere - atGiven));
        return Math.max(0, Math.min(most(), atGiven + elsewhere));
    }

    private long most() {
        return available() + policy.backorderLimit();
    }

    private long most(LocationId location) {
        return available(location) + policy.backorderLimit(location);
    }

    private static long claim(Map<LocationId, Long> chosen, LocationId location, long units) {
        if (units <= 0) {
            return 0;
        }
        chosen.merge(location, units, Math::addExact);
        return units;
    }

    private static long units(Map<LocationId, Long> chosen, LocationId location) {
        return chosen.getOrDefault(location, 0L);
    }

    private static long sum(Map<LocationId, Long> chosen) {
        return chosen.values().stream().mapToLong(Long::longValue).sum();
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

    private List<LocationId> order(Map<LocationId, Long> chosen, Choosing choosing) {
        Map<LocationId, Long> free = new TreeMap<>();
        levels.at().keySet().forEach(location -> free.put(location, available(location) - units(chosen, location)));
        return LocationPolicy.named(choosing.policy()).rule().order(free, choosing.priority());
    }

    private List<LocationId> awaitedFirst(List<LocationId> order) {
        return Stream.concat(awaited.stream().filter(order::contains), order.stream())
                .distinct()
                .toList();
    }

    private static List<Allocation> allocations(Map<LocationId, Long> chosen) {
        return chosen.entrySet().stream()
                .map(entry -> new Allocation(entry.getKey(), entry.getValue()))
                .toList();
    }
}
