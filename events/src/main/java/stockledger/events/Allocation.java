package stockledger.events;

import java.util.ArrayList;
import java.util.List;

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

    /** All units together. */
    public static long units(List<Allocation> allocations) {
        return allocations.stream().mapToLong(Allocation::quantity).sum();
    }

    /**
     * Some of the units, counted in the order of the allocations: that order is the one in which units leave, and the
     * one in which they come back.
     *
     * @param from how many units come before the first one
     * @param to how many units there are up to the last one; what is not there is left out
     */
    public static List<Allocation> between(List<Allocation> allocations, long from, long to) {
        List<Allocation> some = new ArrayList<>();
        long before = 0;
        for (Allocation allocation : allocations) {
            long after = before + allocation.quantity();
            long units = Math.min(after, to) - Math.max(before, from);
            if (units > 0) {
                some.add(new Allocation(allocation.locationId(), units));
            }
            before = after;
        }
        return List.copyOf(some);
    }
}
