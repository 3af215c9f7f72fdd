package stockledger.events;

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
}
