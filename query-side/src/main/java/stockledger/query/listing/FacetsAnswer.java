package stockledger.query.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.StockStatus;
import stockledger.query.sku.PriceBand;

/**
 * Facet counts as they are sent; the order of the members is part of the contract.
 *
 * @param total number of counted products
 * @param categories direct subcategories of the requested one, most products first
 * @param brands most products first
 * @param prices price bands by currency, cheapest first
 * @param availability one per status that occurs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FacetsAnswer(
        long total,
        List<CategoryCount> categories,
        List<BrandCount> brands,
        List<PriceCount> prices,
        List<AvailabilityCount> availability,

        @Schema(
                description =
                        "Every event stored before this time is in the counts, later ones may be. Absent for some seconds after a"
                                + " start.")
        @Nullable
        Instant asOf) {

    static final int MAX_CATEGORIES = 200;
    static final int MAX_BRANDS = 100;

    record CategoryCount(String category, long count) {}

    record BrandCount(String brand, long count) {}

    /**
     * @param currency of the boundaries
     * @param from lower boundary, inclusive
     * @param to upper boundary, exclusive; null for the last band
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PriceCount(
            String currency, String from, @Nullable String to, long count) {}

    record AvailabilityCount(String status, long count) {}

    /** @param counts by facet, then by value */
    static FacetsAnswer of(long total, Map<Character, Map<String, Long>> counts) {
        return new FacetsAnswer(
                total,
                top(counts.getOrDefault(Facets.SUBCATEGORY, Map.of()), MAX_CATEGORIES, CategoryCount::new),
                top(counts.getOrDefault(Facets.BRAND, Map.of()), MAX_BRANDS, BrandCount::new),
                prices(counts.getOrDefault(Facets.BAND, Map.of())),
                availability(counts.getOrDefault(Facets.STATUS, Map.of())),
                null);
    }

    FacetsAnswer asOf(@Nullable Instant time) {
        return new FacetsAnswer(total, categories, brands, prices, availability, time);
    }

    private static <T> List<T> top(Map<String, Long> counts, int limit, BiFunction<String, Long, T> create) {
        Comparator<Map.Entry<String, Long>> byCount = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return counts.entrySet().stream()
                .sorted(byCount.thenComparing((a, b) -> compareBytes(a.getKey(), b.getKey())))
                .limit(limit)
                .map(entry -> create.apply(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The order of Redis. */
    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static List<PriceCount> prices(Map<String, Long> counts) {
        return Currencies.ofBands(counts.keySet()).stream()
                .flatMap(currency -> PriceBand.all()
                        .filter(band -> counts.containsKey(PriceBand.name(currency, band)))
                        .mapToObj(band -> new PriceCount(
                                currency,
                                PriceBand.from(currency, band),
                                PriceBand.to(currency, band),
                                counts.getOrDefault(PriceBand.name(currency, band), 0L))))
                .toList();
    }

    private static List<AvailabilityCount> availability(Map<String, Long> counts) {
        return Arrays.stream(StockStatus.values())
                .map(StockStatus::jsonName)
                .filter(counts::containsKey)
                .map(status -> new AvailabilityCount(status, counts.getOrDefault(status, 0L)))
                .toList();
    }
}
