package stockledger.command.stock;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

    /** Sorts locations, only as far as the caller reads: most requests need one location, of thousands. */
    @FunctionalInterface
    interface Rule {
        /**
         * @param locations all locations of the SKU, sorted by id
         * @param fullestFirst the same locations, sorted by claimable units
         * @param priority the shop's order of its locations
         */
        Iterator<LocationId> order(
                NavigableSet<LocationId> locations,
                Supplier<Iterator<LocationId>> fullestFirst,
                List<LocationId> priority);
    }

    static final List<LocationPolicy> ALL = List.of(
            new LocationPolicy(
                    LocationChoice.GIVEN, (locations, fullestFirst, priority) -> Collections.emptyIterator()),
            // One location serves the request whenever any single one can.
            new LocationPolicy(
                    LocationChoice.FEWEST_LOCATIONS, (locations, fullestFirst, priority) -> fullestFirst.get()),
            new LocationPolicy(
                    LocationChoice.PRIORITY_ORDER,
                    (locations, fullestFirst, priority) -> byPriority(locations, priority)));

    static LocationPolicy named(LocationChoice name) {
        return ALL.stream()
                .filter(policy -> policy.name() == name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no policy " + name));
    }

    /** Locations without a priority come last, sorted by id. */
    private static Iterator<LocationId> byPriority(NavigableSet<LocationId> locations, List<LocationId> priority) {
        Set<LocationId> first = new LinkedHashSet<>(priority);
        return Stream.concat(
                        first.stream().filter(locations::contains),
                        locations.stream().filter(location -> !first.contains(location)))
                .iterator();
    }
}
