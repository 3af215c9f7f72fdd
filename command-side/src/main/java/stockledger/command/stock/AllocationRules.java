package stockledger.command.stock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.Shortage;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.StockPolicy;

/**
 * Which units of one SKU a reservation may claim, and where. A claim leaves neither the SKU nor a claimed location further
 * below 0 available than its backorder limit.
 *
 * <p>Available units are claimed first, in the order of the location policy. Backordered units are claimed where the next
 * delivery is expected, else at the policy's first location.
 *
 * @param awaited locations that expect deliveries, the earliest delivery first; read only when units are backordered
 */
record AllocationRules(StockLevels levels, StockPolicy policy, Supplier<List<LocationId>> awaited) {

    /** Units of the SKU that are available, signed. */
    long available() {
        return levels.unclaimed() - policy.safetyStock();
    }

    /** Units available at a location, signed. */
    long available(LocationId location) {
        return levels.at(location).unclaimed() - policy.safetyStock(location);
    }

    /**
     * Chooses where requested units are claimed: first at the locations that requests name, then in the order of the
     * location policy, then as backorders within their limits.
     *
     * @return one allocation per location, sorted by location; null when there is not enough
     */
    @Nullable
    List<Allocation> choose(List<UnitRequest> requests, LocationSelection selection) {
        Map<LocationId, Long> chosen = atGivenLocations(requests);
        long anywhere = anywhere(requests);
        if (sum(chosen) + anywhere > limit()) {
            return null;
        }
        for (Map.Entry<LocationId, Long> given : chosen.entrySet()) {
            if (given.getValue() > limit(given.getKey())) {
                return null;
            }
        }
        Iterator<LocationId> order = anywhere > 0 ? order(chosen, selection) : Collections.emptyIterator();
        while (anywhere > 0 && order.hasNext()) {
            LocationId location = order.next();
            anywhere -= claim(chosen, location, Math.min(anywhere, available(location) - units(chosen, location)));
        }
        if (anywhere > 0) {
            for (LocationId location : awaitedFirst(order(chosen, selection))) {
                anywhere -= claim(chosen, location, Math.min(anywhere, limit(location) - units(chosen, location)));
            }
        }
        return anywhere > 0 ? null : allocations(chosen);
    }

    /**
     * What is short when {@link #choose} returns null: the named locations with too few units, each with what it has; else the
     * SKU over all locations.
     */
    List<Shortage> shortages(Sku sku, List<UnitRequest> requests) {
        Map<LocationId, Long> given = atGivenLocations(requests);
        List<Shortage> atLocations = new ArrayList<>();
        given.forEach((location, units) -> {
            long available = Math.max(0, Math.min(limit(), limit(location)));
            if (units > limit(location)) {
                atLocations.add(new Shortage(sku, location, units, available));
            }
        });
        if (!atLocations.isEmpty()) {
            return atLocations;
        }
        long anywhere = anywhere(requests);
        long elsewhere = anywhere == 0 ? 0 : Math.min(anywhere, Math.max(0, everywhere() - sum(given)));
        long available = Math.max(0, Math.min(limit(), sum(given) + elsewhere));
        return List.of(new Shortage(sku, sum(given) + anywhere, available));
    }

    /** Units that could be claimed over all locations. */
    private long everywhere() {
        long[] sum = new long[1];
        levels.forEach((location, level) -> sum[0] +=
                Math.max(0, level.unclaimed() - policy.safetyStock(location) + policy.backorderLimit(location)));
        return sum[0];
    }

    private long limit() {
        return available() + policy.backorderLimit();
    }

    private long limit(LocationId location) {
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

    private static Map<LocationId, Long> atGivenLocations(List<UnitRequest> requests) {
        Map<LocationId, Long> given = new TreeMap<>();
        for (UnitRequest request : requests) {
            if (request.locationId() != null) {
                given.merge(request.locationId(), request.quantity(), Math::addExact);
            }
        }
        return given;
    }

    private static long anywhere(List<UnitRequest> requests) {
        return requests.stream()
                .filter(request -> request.locationId() == null)
                .mapToLong(UnitRequest::quantity)
                .sum();
    }

    private Iterator<LocationId> order(Map<LocationId, Long> chosen, LocationSelection selection) {
        return LocationPolicy.named(selection.policy())
                .rule()
                .order(
                        levels.locations(),
                        () -> chosen.isEmpty() && policy.isOfWholeOnly() ? levels.fullestFirst() : fullestFirst(chosen),
                        selection.priority());
    }

    /** Sorts by what is left after safety stock and units already chosen: these can change the order of the levels. */
    private Iterator<LocationId> fullestFirst(Map<LocationId, Long> chosen) {
        List<Fullness> all = new ArrayList<>(levels.locations().size());
        levels.forEach((location, level) -> all.add(
                new Fullness(location, level.unclaimed() - policy.safetyStock(location) - units(chosen, location))));
        PriorityQueue<Fullness> queue = new PriorityQueue<>(all);
        return Stream.generate(queue::remove)
                .limit(all.size())
                .map(Fullness::location)
                .iterator();
    }

    private Set<LocationId> awaitedFirst(Iterator<LocationId> order) {
        Set<LocationId> all = new LinkedHashSet<>();
        order.forEachRemaining(all::add);
        Set<LocationId> sorted = new LinkedHashSet<>(awaited.get());
        sorted.retainAll(all);
        sorted.addAll(all);
        return sorted;
    }

    private static List<Allocation> allocations(Map<LocationId, Long> chosen) {
        return chosen.entrySet().stream()
                .map(entry -> new Allocation(entry.getKey(), entry.getValue()))
                .toList();
    }
}
