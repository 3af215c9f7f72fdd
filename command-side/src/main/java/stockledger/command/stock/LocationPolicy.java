package stockledger.command.stock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stockledger.events.LocationId;
import stockledger.events.stock.LocationChoice;

/**
 * The order in which locations are chosen for units that may come from any. Units requested at a location are claimed
 * there before.
 *
 * @param name as callers request it and events record it
 * @param rule sorts the locations, the first choice first
 */
record LocationPolicy(LocationChoice name, Rule rule) {

    /** Sorts locations. */
    @FunctionalInterface
    interface Rule {
        /**
         * @param free claimable units at each location, sorted by id
         * @param priority the shop's order of its locations
         */
        List<LocationId> order(Map<LocationId, Long> free, List<LocationId> priority);
    }

    static final List<LocationPolicy> ALL = List.of(
            new LocationPolicy(LocationChoice.GIVEN, (free, priority) -> List.of()),
            new LocationPolicy(LocationChoice.FEWEST_LOCATIONS, (free, priority) -> fullestFirst(free)),
            new LocationPolicy(LocationChoice.PRIORITY_ORDER, LocationPolicy::byPriority));

    static LocationPolicy named(LocationChoice name) {
        return ALL.stream()
                .filter(policy -> policy.name() == name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no policy " + name));
    }

    /** The fullest location first: one location serves the request whenever any single one can. */
    private static List<LocationId> fullestFirst(Map<LocationId, Long> free) {
        return new TreeMap<>(free)
                .entrySet().stream()
                        .sorted(Comparator.comparing((Map.Entry<LocationId, Long> level) -> -level.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** Locations without a priority come last, sorted by id. */
    private static List<LocationId> byPriority(Map<LocationId, Long> free, List<LocationId> priority) {
        List<LocationId> order = new ArrayList<>(priority);
        order.retainAll(free.keySet());
        new TreeMap<>(free)
                .keySet().stream()
                        .filter(location -> !priority.contains(location))
                        .forEach(order::add);
        return order;
    }
}
