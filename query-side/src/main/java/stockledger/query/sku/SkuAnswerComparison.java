package stockledger.query.sku;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import stockledger.events.Sku;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.difference.JsonDifferences;
import stockledger.query.listindex.ListEntry;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.projection.AnswerComparison;
import stockledger.query.projection.Difference;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.shadow.ServedDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Compares pages, availability and lists with those in Redis. Of a rebuilt epoch it also writes to Redis what Redis has of the
 * served one, so that pages are as fast after the switch as before.
 */
@Component
final class SkuAnswerComparison implements AnswerComparison {

    private static final Logger LOG = LoggerFactory.getLogger(SkuAnswerComparison.class);
    private static final String LIST = "list";
    private static final String COUNTS = "counts";

    /** The field of two bodies that are the same JSON in another order. */
    private static final String BYTES = "(bytes)";

    /** Lists whose counts are compared. */
    private static final int MAX_LISTS = 2_000;

    private static final int MAX_FACETS = 1_000;

    private final CacheGenerationStore generations;
    private final TieredCache cache;
    private final ProductListIndex index;
    private final List<SkuResponse> responses;
    private final SkuListEntry listEntry;
    private final boolean isShadow;
    private final Set<String> lists = ConcurrentHashMap.newKeySet();
    private final Set<Character> facetKinds = ConcurrentHashMap.newKeySet();

    SkuAnswerComparison(
            CacheGenerationStore generations,
            TieredCache cache,
            ProductListIndex index,
            List<SkuResponse> responses,
            SkuListEntry listEntry,
            ServedDatabase served) {
        this.isShadow = served.isShadow();
        this.generations = generations;
        this.cache = cache;
        this.index = index;
        this.responses = List.copyOf(responses);
        this.listEntry = listEntry;
    }

    @Override
    public String projection() {
        return SkuProjection.NAME;
    }

    @Override
    public Batch begin(Epoch live, Epoch rebuilt) {
        // Before the documents are read: what is written to Redis under it is then overwritten or on a retired key.
        CacheGeneration known = generations.current();
        return (documents, last) -> known == null || documents.isEmpty()
                ? new Result(0, List.of(), Set.of())
                : new Answers(known, live, rebuilt, last).compare(documents);
    }

    /** The comparison of some documents' answers. */
    private final class Answers {

        private final CacheGeneration known;
        private final Epoch live;
        private final Epoch rebuilt;
        private final boolean last;
        private final List<Difference> differences = new ArrayList<>();
        private final Set<String> later = new HashSet<>();
        private final Map<String, Map<String, CachedResponse>> warm = new LinkedHashMap<>();
        private long answers;

        Answers(CacheGeneration known, Epoch live, Epoch rebuilt, boolean last) {
            this.known = known;
            this.live = live;
            this.rebuilt = rebuilt;
            this.last = last;
        }

        Result compare(List<VersionedDocument<JsonNode>> documents) {
            Map<String, VersionedDocument<SkuState>> states = new LinkedHashMap<>();
            for (VersionedDocument<JsonNode> document : documents) {
                SkuState state = StoredJson.mapper().treeToValue(document.view(), SkuState.class);
                states.put(document.key(), document.withView(state));
            }
            List<String> keys = List.copyOf(states.keySet());
            for (SkuResponse response : responses) {
                Map<String, CachedResponse> served = cache.inRedis(known, response.region(live), keys);
                served.forEach((key, one) -> compare(response, Objects.requireNonNull(states.get(key)), one));
            }
            Map<String, ProductListIndex.StoredEntry> listed =
                    index.stored(known, SkuProjection.listRegion(live), keys);
            states.values().forEach(state -> compare(state, listed));
            if (!warm.isEmpty() && !isShadow && !cache.put(known, warm).getAsBoolean()) {
                LOG.debug("{}: Redis has none of the answers yet", rebuilt);
            }
            return new Result(answers, differences, later);
        }

        private void compare(SkuResponse response, VersionedDocument<SkuState> state, CachedResponse served) {
            Sku sku = new Sku(state.key());
            boolean isSameVersion = served.productVersion() == state.versionOf(sku.productStream())
                    && served.stockVersion() == state.versionOf(sku.stockStream());
            if (!isSameVersion && !last) {
                later.add(state.key());
                return;
            }
            answers++;
            CachedResponse rendered = response.render(state);
            differences.addAll(differencesOf(
                    response.kind(), state.key(), served.body(), rendered == null ? null : rendered.body()));
            if (rendered != null && isSameVersion) {
                warm.computeIfAbsent(response.region(rebuilt), absent -> new HashMap<>())
                        .put(state.key(), rendered);
            }
        }

        private void compare(
                VersionedDocument<SkuState> state, @Nullable Map<String, ProductListIndex.StoredEntry> listed) {
            ListEntry rendered = listEntry.render(state);
            remember(rendered);
            if (listed == null) {
                return;
            }
            ProductListIndex.StoredEntry stored = listed.get(state.key());
            boolean isSameVersion = stored != null
                    && stored.versions().productVersion() == rendered.productVersion()
                    && stored.versions().stockVersion() == rendered.stockVersion();
            if (!isSameVersion && !last) {
                later.add(state.key());
                return;
            }
            answers++;
            differences.addAll(SkuAnswerComparison.differencesOf(state.key(), rendered, stored));
        }
    }

    private void remember(ListEntry entry) {
        ListEntry.Placement placement = entry.placement();
        if (placement != null && lists.size() < MAX_LISTS) {
            lists.addAll(placement.lists());
            placement.facets().forEach(facet -> facetKinds.add(facet.charAt(0)));
        }
    }

    /** What differs between a product in the lists and as it is rendered. */
    static List<Difference> differencesOf(
            String key, ListEntry rendered, ProductListIndex.@Nullable StoredEntry stored) {
        List<Difference> found = new ArrayList<>(
                differencesOf(LIST, key, stored == null ? null : stored.body(), emptyAsNull(rendered.body())));
        JsonNode placement =
                rendered.placement() == null ? null : StoredJson.mapper().valueToTree(rendered.placement());
        JsonDifferences.between(json(stored == null ? null : stored.placement()), placement)
                .forEach(field -> found.add(
                        new Difference(LIST, key, ("placement." + field.field()), field.first(), field.second())));
        return found;
    }

    private static byte @Nullable [] emptyAsNull(byte[] body) {
        return body.length == 0 ? null : body;
    }

    /** What differs between two bodies. */
    static List<Difference> differencesOf(
            String kind, String key, byte @Nullable [] served, byte @Nullable [] rendered) {
        byte[] one = served == null || served.length == 0 ? null : served;
        if (Arrays.equals(one, rendered)) {
            return List.of();
        }
        List<Difference> found = new ArrayList<>();
        JsonDifferences.between(json(one), json(rendered))
                .forEach(field -> found.add(new Difference(kind, key, field.field(), field.first(), field.second())));
        return found.isEmpty() ? List.of(new Difference(kind, key, BYTES, text(one), text(rendered))) : found;
    }

    private static @Nullable JsonNode json(byte @Nullable [] body) {
        return body == null || body.length == 0 ? null : StoredJson.mapper().readTree(body);
    }

    private static @Nullable JsonNode text(byte @Nullable [] body) {
        return body == null ? null : JsonNodeFactory.instance.stringNode(new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public Optional<Result> compareTotals(Epoch live, Epoch rebuilt) {
        if (isShadow) {
            // Its lists are not in Redis; every product in them was compared.
            return Optional.of(new Result(0, List.of(), Set.of()));
        }
        Map<Character, Integer> limits = new HashMap<>();
        limits.put(ListEntry.CHILD_FACET, MAX_FACETS);
        facetKinds.forEach(kind -> limits.put(kind, MAX_FACETS));
        List<Difference> differences = new ArrayList<>();
        for (String list : new TreeSet<>(lists)) {
            ProductListIndex.Counts served = index.count(SkuProjection.listRegion(live), list, limits);
            ProductListIndex.Counts found = index.count(SkuProjection.listRegion(rebuilt), list, limits);
            if (served == null || found == null) {
                return Optional.empty();
            }
            JsonDifferences.between(
                            StoredJson.mapper().valueToTree(served),
                            StoredJson.mapper().valueToTree(found))
                    .forEach(field -> differences.add(
                            new Difference(COUNTS, list, field.field(), field.first(), field.second())));
        }
        return Optional.of(new Result(lists.size(), differences, Set.of()));
    }
}
