package stockledger.query.listing;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Facet;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
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
    private static final String STATUSES = "statuses";
    private static final String BANDS = "bands";
    private static final String BRANDS = "brands";
    private static final String CATEGORIES = "categories";
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

    FacetsAnswer fromMongo(FacetsQuery query) {
        List<Bson> pipeline = List.of(
                Aggregates.match(query.filter()),
                Aggregates.facet(
                        new Facet(STATUSES, groupBy("$" + SkuIndexes.STATUS)),
                        new Facet(BANDS, groupBy("$" + SkuIndexes.BAND)),
                        new Facet(BRANDS, groupBy("$" + SkuIndexes.BRAND)),
                        new Facet(
                                CATEGORIES,
                                Aggregates.unwind("$" + SkuIndexes.CATEGORY),
                                groupBy("$" + SkuIndexes.CATEGORY))));
        Document counted = documents.aggregate(pipeline).get(0);
        Map<String, Long> statuses = new HashMap<>();
        counts(counted, STATUSES)
                .forEach((name, count) -> statuses.put(StockStatus.valueOf(name).jsonName(), count));
        Map<String, Long> categories = counts(counted, CATEGORIES);
        categories.keySet().removeIf(category -> !query.isDirectSubcategory(category));
        return FacetsAnswer.of(
                statuses.values().stream().mapToLong(Long::longValue).sum(),
                Map.of(
                        Facets.STATUS,
                        statuses,
                        Facets.BAND,
                        counts(counted, BANDS),
                        Facets.BRAND,
                        counts(counted, BRANDS),
                        Facets.SUBCATEGORY,
                        categories));
    }

    private static Bson groupBy(String field) {
        return Aggregates.group(field, Accumulators.sum(NUMBER, 1L));
    }

    private static Map<String, Long> counts(Document counted, String name) {
        Map<String, Long> counts = new HashMap<>();
        for (Document group : counted.getList(name, Document.class)) {
            Object value = group.get("_id");
            if (value != null) {
                counts.put(value.toString(), group.get(NUMBER, Number.class).longValue());
            }
        }
        return counts;
    }
}
