package stockledger.command.stock;

import java.util.Comparator;
import stockledger.events.LocationId;

/**
 * How many units can be claimed at a location. Sorted, the fullest location comes first; equally full ones by id.
 *
 * @param free in units, signed
 */
record Fullness(LocationId location, long free) implements Comparable<Fullness> {

    private static final Comparator<Fullness> FULLEST_FIRST =
            Comparator.comparingLong(Fullness::free).reversed().thenComparing(Fullness::location);

    @Override
    public int compareTo(Fullness other) {
        return FULLEST_FIRST.compare(this, other);
    }
}
