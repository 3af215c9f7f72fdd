package stockledger.query.listing;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Facet;
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

/**
 * Counts the products of a category by what they are: from what the aisles have counted all along, or by MongoDB from the
 * documents. Both tell the same.
 */
@Component
class FacetReader {

    private static final String NUMBER = "number";
    private static final String STATUSES = "statuses";
    private static final String BANDS = "bands";
    private static final String BRANDS = "brands";
    private static final String CATEGORIES = "categories";
    private static final Map<Character, Integer> MOST = most();

    private final ServedDocuments<ListingView> views;
    private final ProductListIndex index;
    private final RedisOrMongo stores;

    FacetReader(ListingProjector projector, ReadModels models, ProductListIndex index, RedisOrMongo stores) {
        this.views = models.of(projector);
        this.index = index;
        this.stores = stores;
    }

    private static Map<Character, Integer> most() {
        Map<Character, Integer> most = new LinkedHashMap<>();
        most.put(Facets.STATUS, StockStatus.values().length);
        most.put(Facets.BAND, Math.toIntExact(PriceBand.all().count()));
        most.put(Facets.BRAND, FacetsAnswer.MAX_BRANDS);
        most.put(Facets.WITHIN, FacetsAnswer.MAX_CATEGORIES);
        return most;
    }

    /** The counts, ready to send, at or after a token. */
    byte[] answer(FacetsQuery question, ConsistencyToken token) {
        return StoredJson.mapper()
                .writeValueAsBytes(stores.ask(token, region -> kept(region, question), () -> found(question)));
    }

    /** What the aisles have counted; null when they are not full, or do not answer. */
    @Nullable
    FacetsAnswer kept(String region, FacetsQuery question) {
        if (!question.isKept()) {
            return null;
        }
        ProductListIndex.Counts counts = index.count(region, question.list(), MOST);
        if (counts == null) {
            return null;
        }
        Map<Character, Map<String, Long>> byKind = new HashMap<>();
        counts.facets()
                .forEach((facet, count) -> byKind.computeIfAbsent(facet.charAt(0), kind -> new HashMap<>())
                        .put(facet.substring(1), count));
        return FacetsAnswer.of(counts.total(), byKind);
    }

    /** What MongoDB counts. */
    FacetsAnswer found(FacetsQuery question) {
        List<Bson> steps = List.of(
                Aggregates.match(question.filter()),
                Aggregates.facet(
                        new Facet(STATUSES, by("$view.status")),
                        new Facet(BANDS, by("$view.band")),
                        new Facet(BRANDS, by("$" + ListingIndexes.BRAND)),
                        new Facet(
                                CATEGORIES,
                                Aggregates.unwind("$" + ListingIndexes.CATEGORY),
                                by("$" + ListingIndexes.CATEGORY))));
        Document counted = views.aggregate(steps).get(0);
        Map<String, Long> statuses = new HashMap<>();
        counts(counted, STATUSES)
                .forEach((name, count) -> statuses.put(StockStatus.valueOf(name).word(), count));
        Map<String, Long> categories = counts(counted, CATEGORIES);
        categories.keySet().removeIf(category -> !question.isRightWithin(category));
        return FacetsAnswer.of(
                statuses.values().stream().mapToLong(Long::longValue).sum(),
                Map.of(
                        Facets.STATUS,
                        statuses,
                        Facets.BAND,
                        counts(counted, BANDS),
                        Facets.BRAND,
                        counts(counted, BRANDS),
                        Facets.WITHIN,
                        categories));
    }

    private static Bson by(String field) {
        return Aggregates.group(field, Accumulators.sum(NUMBER, 1L));
    }

    private static Map<String, Long> counts(Document counted, String name) {
        Map<String, Long> counts = new HashMap<>();
        for (Document one : counted.getList(name, Document.class)) {
            Object value = one.get("_id");
            if (value != null) {
                counts.put(value.toString(), one.get(NUMBER, Number.class).longValue());
            }
        }
        return counts;
    }
}
