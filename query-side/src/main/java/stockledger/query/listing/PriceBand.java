package stockledger.query.listing;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Bands of prices, in which products are counted: from one boundary on and below the next. */
final class PriceBand {

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
        int at = Arrays.binarySearch(UNITS, priceUnits);
        return at >= 0 ? at : -at - 2;
    }

    /** All bands, the cheapest first. */
    static IntStream all() {
        return IntStream.range(0, BOUNDARIES.size());
    }

    /** The least price of a band. */
    static String from(int band) {
        return BOUNDARIES.get(band);
    }

    /** The price that a band does not reach; null for the last. */
    static @Nullable String to(int band) {
        return band + 1 < BOUNDARIES.size() ? BOUNDARIES.get(band + 1) : null;
    }
}
