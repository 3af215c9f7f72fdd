package stockledger.query.listing;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts facets product by product. */
final class NaiveFacets {

    private static final Map<String, List<String>> BANDS = Map.of(
            "GBP",
            List.of("0.00", "10.00", "25.00", "50.00", "100.00", "250.00", "500.00", "1000.00"),
            "JPY",
            List.of("0", "1000", "2500", "5000", "10000", "25000", "50000", "100000"),
            "KWD",
            List.of("0.000", "1.000", "2.500", "5.000", "10.000", "25.000", "50.000", "100.000"));

    private NaiveFacets() {}

    static FacetsAnswer of(Collection<NaiveItem> items, FacetsQuery query) {
        List<NaiveItem> counted = items.stream()
                .filter(item -> item.isIn(query.category()) && item.isFoundBy(query.search(), NaiveCatalog.FOLDED))
                .toList();
        Map<String, Long> within = new HashMap<>();
        Map<String, Long> brands = new HashMap<>();
        Map<String, Long> statuses = new HashMap<>();
        Map<String, Map<Integer, Long>> bands = new TreeMap<>();
        for (NaiveItem item : counted) {
            String below = item.category.substring(query.category().length());
            if (!below.isEmpty()) {
                within.merge(query.category() + "/" + below.split("/")[1], 1L, Long::sum);
            }
            if (item.brand != null) {
                brands.merge(item.brand, 1L, Long::sum);
            }
            statuses.merge(item.status(), 1L, Long::sum);
            bands.computeIfAbsent(item.currency, currency -> new TreeMap<>()).merge(band(item), 1L, Long::sum);
        }
        return new FacetsAnswer(
                counted.size(),
                ranked(within)
                        .map(one -> new FacetsAnswer.CategoryCount(one.getKey(), one.getValue()))
                        .toList(),
                ranked(brands)
                        .map(one -> new FacetsAnswer.BrandCount(one.getKey(), one.getValue()))
                        .toList(),
                bands.entrySet().stream()
                        .flatMap(one -> prices(one.getKey(), one.getValue()))
                        .toList(),
                Stream.of("inStock", "outOfStock", "discontinued")
                        .filter(statuses::containsKey)
                        .map(word -> new FacetsAnswer.AvailabilityCount(word, statuses.get(word)))
                        .toList(),
                null);
    }

    private static Stream<FacetsAnswer.PriceCount> prices(String currency, Map<Integer, Long> counts) {
        List<String> bands = BANDS.get(currency);
        return counts.entrySet().stream()
                .map(one -> new FacetsAnswer.PriceCount(
                        currency,
                        bands.get(one.getKey()),
                        one.getKey() + 1 < bands.size() ? bands.get(one.getKey() + 1) : null,
                        one.getValue()));
    }

    private static int band(NaiveItem item) {
        List<String> bands = BANDS.get(item.currency);
        int band = 0;
        while (band + 1 < bands.size() && item.amount().compareTo(new BigDecimal(bands.get(band + 1))) >= 0) {
            band++;
        }
        return band;
    }

    private static Stream<Map.Entry<String, Long>> ranked(Map<String, Long> counted) {
        return counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing((one, other) -> NaiveCatalog.byCodePoints(one.getKey(), other.getKey())));
    }
}
