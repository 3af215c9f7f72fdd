package stockledger.query.sku;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;

/**
 * The price bands of facets: each includes its lower boundary and excludes the next one. Boundaries are the same numbers of
 * the smallest unit in every currency: 10.00 GBP, 1000 JPY and 1.000 KWD.
 */
public final class PriceBand {

    private static final long[] SMALLEST_UNITS = {0, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000};

    private PriceBand() {}

    /** The currency of a price, then the number of its band, from 0. */
    static String of(Money price) {
        long whole = price.amount()
                .movePointRight(Money.shownDecimals(price.currency()))
                .longValue();
        int index = Arrays.binarySearch(SMALLEST_UNITS, whole);
        return name(price.currency(), index >= 0 ? index : -index - 2);
    }

    /** The currency, then the number of the band. */
    public static String name(String currency, int band) {
        return currency + band;
    }

    /** The numbers of all bands, in ascending order. */
    public static IntStream all() {
        return IntStream.range(0, SMALLEST_UNITS.length);
    }

    /** Lower boundary, inclusive, with the decimals of the currency. */
    public static String from(String currency, int band) {
        return amount(currency, SMALLEST_UNITS[band]);
    }

    /** Upper boundary, exclusive, with the decimals of the currency; null for the last band. */
    public static @Nullable String to(String currency, int band) {
        return band + 1 < SMALLEST_UNITS.length ? amount(currency, SMALLEST_UNITS[band + 1]) : null;
    }

    private static String amount(String currency, long smallestUnits) {
        return BigDecimal.valueOf(smallestUnits, Money.shownDecimals(currency)).toPlainString();
    }
}
