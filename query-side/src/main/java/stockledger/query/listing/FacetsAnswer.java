package stockledger.query.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.StockStatus;

/**
 * How many products there are of what, in the members and order that callers see.
 *
 * @param total all products that were counted
 * @param categories those right within the one that was asked for, most products first
 * @param brands most products first
 * @param prices bands of prices, cheapest first
 * @param availability one for each status that occurs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FacetsAnswer(
        long total,
        List<CategoryCount> categories,
        List<BrandCount> brands,
        List<PriceCount> prices,
        List<AvailabilityCount> availability) {

    static final int MOST_CATEGORIES = 200;
    static final int MOST_BRANDS = 100;

    record CategoryCount(String category, long count) {}

    record BrandCount(String brand, long count) {}

    /**
     * One band.
     *
     * @param from the least price in it
     * @param to the price that is not in it any more; null for the last band
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PriceCount(String from, @Nullable String to, long count) {}

    record AvailabilityCount(String status, long count) {}

    /** The answer from what was counted: for each kind, value to number. */
    static FacetsAnswer of(long total, Map<Character, Map<String, Long>> counted) {
        return new FacetsAnswer(
                total,
                most(counted.getOrDefault(Facets.WITHIN, Map.of()), MOST_CATEGORIES, CategoryCount::new),
                most(counted.getOrDefault(Facets.BRAND, Map.of()), MOST_BRANDS, BrandCount::new),
                prices(counted.getOrDefault(Facets.BAND, Map.of())),
                availability(counted.getOrDefault(Facets.STATUS, Map.of())));
    }

    private static <T> List<T> most(Map<String, Long> counted, int most, BiFunction<String, Long, T> made) {
        Comparator<Map.Entry<String, Long>> first = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return counted.entrySet().stream()
                .sorted(first.thenComparing((one, other) -> byBytes(one.getKey(), other.getKey())))
                .limit(most)
                .map(one -> made.apply(one.getKey(), one.getValue()))
                .toList();
    }

    /** As Redis compares. */
    private static int byBytes(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static List<PriceCount> prices(Map<String, Long> counted) {
        return PriceBand.all()
                .filter(band -> counted.containsKey(String.valueOf(band)))
                .mapToObj(band -> new PriceCount(
                        PriceBand.from(band), PriceBand.to(band), counted.getOrDefault(String.valueOf(band), 0L)))
                .toList();
    }

    private static List<AvailabilityCount> availability(Map<String, Long> counted) {
        return Arrays.stream(StockStatus.values())
                .map(StockStatus::word)
                .filter(counted::containsKey)
                .map(word -> new AvailabilityCount(word, counted.getOrDefault(word, 0L)))
                .toList();
    }
}
