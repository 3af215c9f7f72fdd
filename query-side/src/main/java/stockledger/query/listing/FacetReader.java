package stockledger.query.listing;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.ConsistencyToken;
import stockledger.events.stock.StockStatus;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.StoredJson;
import stockledger.query.sku.SkuIndexes;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;

/** Reads facet counts from the list index in Redis, or counts in MongoDB; both give the same result. */
@Component
class FacetReader {

    private static final String NUMBER = "number";
    private static final String ID = "_id";

    private static final Map<Character, String> FIELDS = Map.of(
            Facets.STATUS, SkuIndexes.STATUS,
            Facets.BAND, SkuIndexes.BAND,
            Facets.BRAND, SkuIndexes.BRAND,
            Facets.SUBCATEGORY, SkuIndexes.CATEGORY);

    private static final Map<Character, Integer> LIMITS = limits();

    private final ServedDocuments<SkuState> documents;
    private final ProductListIndex index;
    private final RedisOrMongo stores;

    FacetReader(SkuProjection projection, ReadModels models, ProductListIndex index, RedisOrMongo stores) {
        this.documents = models.of(projection);
        this.index = index;
        this.stores = stores;
    }

    private static Map<Character, Integer> limits() {
        Map<Character, Integer> limits = new LinkedHashMap<>();
        limits.put(Facets.STATUS, StockStatus.values().length);
        limits.put(Facets.BAND, Integer.MAX_VALUE);
        limits.put(Facets.BRAND, FacetsAnswer.MAX_BRANDS);
        limits.put(Facets.SUBCATEGORY, FacetsAnswer.MAX_CATEGORIES);
        return limits;
    }

    /** The rendered response, as new as the token requires. */
    byte[] answer(FacetsQuery query, ConsistencyToken token) {
        Instant asOf = stores.completeUntil();
        FacetsAnswer answer = stores.read(token, region -> fromRedis(region, query), () -> fromMongo(query));
        return StoredJson.mapper().writeValueAsBytes(answer.asOf(asOf));
    }

    /** Null if the index is incomplete or Redis does not answer. */
    @Nullable
    FacetsAnswer fromRedis(String region, FacetsQuery query) {
        if (!query.isIndexed()) {
            return null;
        }
        ProductListIndex.Counts counts = index.count(region, query.list(), LIMITS);
        if (counts == null) {
            return null;
        }
        Map<Character, Map<String, Long>> byKind = new HashMap<>();
        counts.facets()
                .forEach((facet, count) -> byKind.computeIfAbsent(facet.charAt(0), kind -> new HashMap<>())
                        .put(facet.substring(1), count));
        return FacetsAnswer.of(counts.total(), byKind);
    }

    /**
     * Counts the products that have the values of all facets in common, and adds these counts up here: so the products are read once,
     * and MongoDB needs neither {@code $facet} nor {@code $unwind}, which not every server of its protocol has.
     */
    FacetsAnswer fromMongo(FacetsQuery query) {
        Document values = new Document();
        FIELDS.forEach((facet, field) -> values.append(facet.toString(), "$" + field));
        Map<Character, Map<String, Long>> counts = new HashMap<>();
        LongAdder total = new LongAdder();
        documents.aggregate(
                List.of(Aggregates.match(query.filter()), Aggregates.group(values, Accumulators.sum(NUMBER, 1L))),
                group -> {
                    long number = group.get(NUMBER, Number.class).longValue();
                    Document common = group.get(ID, Document.class);
                    total.add(number);
                    for (char facet : FIELDS.keySet()) {
                        Map<String, Long> ofFacet = counts.computeIfAbsent(facet, absent -> new HashMap<>());
                        for (Object value : several(common.get(String.valueOf(facet)))) {
                            ofFacet.merge(name(facet, value.toString()), number, Long::sum);
                        }
                    }
                });
        counts.getOrDefault(Facets.SUBCATEGORY, Map.of())
                .keySet()
                .removeIf(category -> !query.isDirectSubcategory(category));
        return FacetsAnswer.of(total.sum(), counts);
    }

    private static String name(char facet, String value) {
        return facet == Facets.STATUS ? StockStatus.valueOf(value).jsonName() : value;
    }

    /** A product has several categories, and may have no brand. */
    private static Collection<?> several(@Nullable Object values) {
        if (values instanceof Collection<?> all) {
            return all;
        }
        return values == null ? List.of() : List.of(values);
    }
}
