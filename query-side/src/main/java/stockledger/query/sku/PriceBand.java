package stockledger.query.sku;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The price bands of facets: each includes its lower boundary and excludes the next one. */
public final class PriceBand {

    private static final int DECIMALS = 4;
    private static final List<String> BOUNDARIES =
            List.of("0.00", "10.00", "25.00", "50.00", "100.00", "250.00", "500.00", "1000.00");
    private static final long[] UNITS = BOUNDARIES.stream()
            .mapToLong(boundary ->
                    new BigDecimal(boundary).movePointRight(DECIMALS).longValueExact())
            .toArray();

    private PriceBand() {}

    /** The band of a price in ten-thousandths, from 0. */
    static int of(long priceUnits) {
        int index = Arrays.binarySearch(UNITS, priceUnits);
        return index >= 0 ? index : -index - 2;
    }

    /** In ascending order. */
    public static IntStream all() {
        return IntStream.range(0, BOUNDARIES.size());
    }

    /** Lower boundary, inclusive. */
    public static String from(int band) {
        return BOUNDARIES.get(band);
    }

    /** Upper boundary, exclusive; null for the last band. */
    public static @Nullable String to(int band) {
        return band + 1 < BOUNDARIES.size() ? BOUNDARIES.get(band + 1) : null;
    }
}
