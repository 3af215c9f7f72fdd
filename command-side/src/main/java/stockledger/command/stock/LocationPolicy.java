package stockledger.command.stock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.ToLongFunction;
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

    /** Sorts locations. */
    @FunctionalInterface
    interface Rule {
        /**
         * Sorted only as far as the caller reads: most requests need one location, of thousands.
         *
         * @param locations all locations of the SKU, sorted by id
         * @param free claimable units at a location, signed
         * @param priority the shop's order of its locations
         */
        Iterator<LocationId> order(
                NavigableSet<LocationId> locations, ToLongFunction<LocationId> free, List<LocationId> priority);
    }

    static final List<LocationPolicy> ALL = List.of(
            new LocationPolicy(LocationChoice.GIVEN, (locations, free, priority) -> Collections.emptyIterator()),
            new LocationPolicy(
                    LocationChoice.FEWEST_LOCATIONS, (locations, free, priority) -> fullestFirst(locations, free)),
            new LocationPolicy(
                    LocationChoice.PRIORITY_ORDER, (locations, free, priority) -> byPriority(locations, priority)));

    static LocationPolicy named(LocationChoice name) {
        return ALL.stream()
                .filter(policy -> policy.name() == name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no policy " + name));
    }

    private record Candidate(LocationId location, long free) implements Comparable<Candidate> {

        private static final Comparator<Candidate> FULLEST_FIRST =
                Comparator.comparingLong(Candidate::free).reversed().thenComparing(Candidate::location);

        @Override
        public int compareTo(Candidate other) {
            return FULLEST_FIRST.compare(this, other);
        }
    }

    /** The fullest location first: one location serves the request whenever any single one can. */
    private static Iterator<LocationId> fullestFirst(
            NavigableSet<LocationId> locations, ToLongFunction<LocationId> free) {
        List<Candidate> candidates = new ArrayList<>(locations.size());
        locations.forEach(location -> candidates.add(new Candidate(location, free.applyAsLong(location))));
        PriorityQueue<Candidate> queue = new PriorityQueue<>(candidates);
        return Stream.generate(queue::remove)
                .limit(candidates.size())
                .map(Candidate::location)
                .iterator();
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
