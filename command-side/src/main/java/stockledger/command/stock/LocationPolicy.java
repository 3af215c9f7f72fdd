package stockledger.command.stock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stockledger.events.LocationId;
import stockledger.events.stock.LocationChoice;

/**
 * A rule by which locations are chosen for units that may come from anywhere. Units that must come from a given location
 * are no matter of choice, and are set aside before.
 *
 * @param name as it is asked for, and recorded with what was chosen
 * @param rule puts the locations into the order in which units are taken from them
 */
record LocationPolicy(LocationChoice name, Rule rule) {

    /** Which locations may serve, the first ones first. */
    @FunctionalInterface
    interface Rule {
        /**
         * @param free units at each location that may be promised, in the order of the ids
         * @param priority the shop's own order
         */
        List<LocationId> order(Map<LocationId, Long> free, List<LocationId> priority);
    }

    static final List<LocationPolicy> ALL = List.of(
            new LocationPolicy(LocationChoice.GIVEN, (free, priority) -> List.of()),
            new LocationPolicy(LocationChoice.FEWEST_LOCATIONS, (free, priority) -> fullestFirst(free)),
            new LocationPolicy(LocationChoice.PRIORITY_ORDER, LocationPolicy::asThePriorityHasIt));

    static LocationPolicy named(LocationChoice name) {
        return ALL.stream()
                .filter(policy -> policy.name() == name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no policy " + name));
    }

    /** The fullest one has enough when any one has, and small stocks stay whole. */
    private static List<LocationId> fullestFirst(Map<LocationId, Long> free) {
        return new TreeMap<>(free)
                .entrySet().stream()
                        .sorted(Comparator.comparing((Map.Entry<LocationId, Long> level) -> -level.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** Locations that the priority does not name come last, in the order of their ids. */
    private static List<LocationId> asThePriorityHasIt(Map<LocationId, Long> free, List<LocationId> priority) {
        List<LocationId> order = new ArrayList<>(priority);
        order.retainAll(free.keySet());
        new TreeMap<>(free)
                .keySet().stream()
                        .filter(location -> !priority.contains(location))
                        .forEach(order::add);
        return order;
    }
}
