package stockledger.query.sku;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.Sku;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.listindex.ListEntry;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.listindex.StoredListEntry;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.History;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import tools.jackson.databind.JsonNode;

/**
 * Folds one SKU of the live epoch again from its first event, and replaces all that is stored of it. While events are folded
 * concurrently, the document is replaced only at the revision that was read: the loser of the two folds on. Its checkpoints are
 * folded again too, as they may be of the same wrong fold.
 *
 * <p>The new revision is above that of every entry in Redis, so each of them is replaced; their cache slots are retired, so
 * that no process serves an entry of its own. If the lists do not have the positions that the entry names, they are built
 * again.
 */
@Component
public final class SkuRepair {

    private static final int MAX_ATTEMPTS = 50;

    private final SkuProjection projection;
    private final ReadModels models;
    private final ServedDocuments<SkuState> documents;
    private final History history;
    private final CacheGenerationStore generations;
    private final TieredCache cache;
    private final ProductListIndex index;
    private final Collection<SkuResponse> responses;
    private final SkuListEntry listEntry;

    SkuRepair(
            SkuProjection projection,
            ReadModels models,
            History history,
            CacheGenerationStore generations,
            TieredCache cache,
            ProductListIndex index,
            List<SkuResponse> responses,
            SkuListEntry listEntry) {
        this.projection = projection;
        this.models = models;
        this.documents = models.of(projection);
        this.history = history;
        this.generations = generations;
        this.cache = cache;
        this.index = index;
        this.responses = responses;
        this.listEntry = listEntry;
    }

    /**
     * What a repair replaced.
     *
     * @param before the document as it was stored; null when there was none
     * @param after the document as it is stored now
     */
    public record Repaired(@Nullable VersionedDocument<JsonNode> before, VersionedDocument<SkuState> after) {}

    /** Repairs a SKU; null when it has neither a document nor events. */
    public @Nullable Repaired repair(Sku sku) {
        Epoch epoch = documents.epoch();
        String key = sku.value();
        Ledger ledger = new Ledger(models.sideCollection(epoch, Ledger.NAME));
        VersionedDocument<SkuState> folded = new VersionedDocument<>(key, 0, Map.of(), SkuState.empty(key));
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            VersionedDocument<JsonNode> before =
                    documents.findTrees(epoch, List.of(key)).get(key);
            // Further attempts fold only what was appended meanwhile.
            folded = history.foldOn(
                    projection,
                    folded,
                    List.of(sku.productStream(), sku.stockStream()),
                    state -> ledger.replace(key, state.newParts()));
            if (before == null && folded.versions().isEmpty()) {
                return null;
            }
            StoredListEntry listed = index.entry(SkuProjection.listRegion(epoch), key);
            VersionedDocument<SkuState> after = new VersionedDocument<>(
                    key, 1 + newestRevision(epoch, before, listed, key), folded.versions(), folded.view());
            if (documents.replace(epoch, before == null ? 0 : before.revision(), after)) {
                replaceCheckpoints(epoch, sku, after);
                publish(epoch, before, listed, after);
                return new Repaired(before, after);
            }
        }
        throw new IllegalStateException(key + " was changed concurrently in each of " + MAX_ATTEMPTS + " attempts");
    }

    private void replaceCheckpoints(Epoch epoch, Sku sku, VersionedDocument<SkuState> document) {
        Checkpoints checkpoints = new Checkpoints(models.sideCollection(epoch, Checkpoints.NAME), history);
        for (String stream : List.of(sku.productStream(), sku.stockStream())) {
            checkpoints.replace(sku.value(), stream, document.versionOf(stream) + 1);
        }
    }

    private long newestRevision(
            Epoch epoch, @Nullable VersionedDocument<JsonNode> before, @Nullable StoredListEntry listed, String key) {
        long newest = before == null ? 0 : before.revision();
        newest = Math.max(newest, listed == null ? 0 : listed.revision());
        for (SkuResponse response : responses) {
            CachedResponse cached =
                    cache.findInRedis(response.region(epoch), List.of(key)).get(key);
            newest = Math.max(newest, cached == null ? 0 : cached.revision());
        }
        return newest;
    }

    private void publish(
            Epoch epoch,
            @Nullable VersionedDocument<JsonNode> before,
            @Nullable StoredListEntry listed,
            VersionedDocument<SkuState> after) {
        generations.retire(
                responses.stream().map(response -> response.region(epoch)).toList(), List.of(after.key()));
        if (listed != null
                && (listed.absences() > 0
                        || isNotOf(before, listed) && !listed(listed).equals(placement(after)))) {
            // Positions and counts cannot be taken back by an entry that does not name them.
            generations.renewLists(generations.read());
        }
        projection.onWritten(epoch, List.of(after));
    }

    private static JsonNode listed(StoredListEntry entry) {
        return entry.placement().isEmpty()
                ? StoredJson.mapper().nullNode()
                : StoredJson.mapper().readTree(entry.placement());
    }

    private JsonNode placement(VersionedDocument<SkuState> document) {
        ListEntry made = listEntry.render(document);
        return made.placement() == null
                ? StoredJson.mapper().nullNode()
                : StoredJson.mapper().valueToTree(made.placement());
    }

    /** Whether the entry says that it was made from this document, and has another placement. */
    private boolean isNotOf(@Nullable VersionedDocument<JsonNode> before, StoredListEntry listed) {
        if (before == null || before.revision() != listed.revision()) {
            return false;
        }
        try {
            SkuState state = StoredJson.mapper().treeToValue(before.view(), SkuState.class);
            return !listed(listed).equals(placement(before.withView(state)));
        } catch (RuntimeException unreadable) {
            return true;
        }
    }
}
