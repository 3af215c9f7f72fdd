package stockledger.events;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Units of one SKU claimed at one location.
 *
 * @param quantity units, at least 1
 */
public record Allocation(LocationId locationId, long quantity) {

    public Allocation {
        if (quantity < 1) {
            throw new IllegalArgumentException("an allocation has at least 1 unit");
        }
    }

    /** The sum of the quantities. */
    public static long units(List<Allocation> allocations) {
        return allocations.stream().mapToLong(Allocation::quantity).sum();
    }

    /** The units of both, one allocation per location, sorted by location. */
    public static List<Allocation> plus(List<Allocation> allocations, List<Allocation> more) {
        return combined(allocations, more, 1);
    }

    /** The units of the first that the second does not have, one allocation per location, sorted by location. */
    public static List<Allocation> minus(List<Allocation> allocations, List<Allocation> fewer) {
        return combined(allocations, fewer, -1);
    }

    private static List<Allocation> combined(List<Allocation> allocations, List<Allocation> others, int sign) {
        TreeMap<LocationId, Long> units = new TreeMap<>();
        allocations.forEach(one -> units.merge(one.locationId(), one.quantity(), Long::sum));
        others.forEach(one -> units.merge(one.locationId(), sign * one.quantity(), Long::sum));
        return units.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> new Allocation(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * The units with positions {@code from} to {@code to}, counted through the allocations in their order. Units are
     * shipped and returned in that order.
     *
     * @param from position of the first unit, from 0
     * @param to position after the last unit; positions beyond the last allocation are ignored
     */
    public static List<Allocation> slice(List<Allocation> allocations, long from, long to) {
        List<Allocation> slice = new ArrayList<>();
        long before = 0;
        for (Allocation allocation : allocations) {
            long after = before + allocation.quantity();
            long units = Math.min(after, to) - Math.max(before, from);
            if (units > 0) {
                slice.add(new Allocation(allocation.locationId(), units));
            }
            before = after;
        }
        return List.copyOf(slice);
    }
}
