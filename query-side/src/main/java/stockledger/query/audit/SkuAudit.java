package stockledger.query.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.events.Sku;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.listindex.StoredListEntry;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.UnprocessableEventException;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.Ledger;
import stockledger.query.sku.SkuAnswer;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuResponse;
import stockledger.query.sku.SkuState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/**
 * Looks at what is stored of SKUs and compares it with their events.
 *
 * <h2>How it works</h2>
 *
 * <ul>
 *   <li>A document says up to which event of each stream it was folded. The audit folds exactly these events by itself and
 *       compares, so a SKU that changes meanwhile causes no difference.
 *   <li>An entry of Redis or of the lists is compared when it was made from the same revision. An older one may be about to be
 *       replaced, and a newer one shows that the document has changed since it was read: both need another look.
 *   <li>What Redis does not have is rendered from the document and compared instead.
 *   <li>The ledger is compared in its newest two parts, since each part is compared while it is new.
 * </ul>
 */
final class SkuAudit {

    private static final Logger LOG = LoggerFactory.getLogger(SkuAudit.class);

    private final ServedDocuments<SkuState> documents;
    private final ReadModels models;
    private final Folds folds;
    private final TieredCache cache;
    private final ProductListIndex index;
    private final List<SkuResponse> responses;
    private final List<SkuAnswer> answers;
    private volatile @Nullable Epoch lastEpoch;

    SkuAudit(
            SkuProjection projection,
            ReadModels models,
            Folds folds,
            TieredCache cache,
            ProductListIndex index,
            List<SkuResponse> responses,
            List<SkuAnswer> answers) {
        this.documents = models.of(projection);
        this.models = models;
        this.folds = folds;
        this.cache = cache;
        this.index = index;
        this.responses = responses;
        this.answers = answers;
    }

    /**
     * What one look at a SKU found.
     *
     * @param versions of the document
     * @param differences empty when there are none
     * @param stale entries of earlier revisions, which may be about to be replaced: differences if they stay
     * @param unfinished whether events are left to be folded: the next look continues
     * @param moved whether the document changed while it was looked at: the next look is of the newer one
     */
    record Look(
            Sku sku,
            Map<String, Long> versions,
            List<Difference> differences,
            List<Difference> stale,
            boolean unfinished,
            boolean moved) {

        private static Look unfinished(Sku sku, Map<String, Long> versions) {
            return new Look(sku, versions, List.of(), List.of(), true, false);
        }

        private static Look of(Sku sku, Map<String, Long> versions, List<Difference> differences) {
            return new Look(sku, versions, differences, List.of(), false, false);
        }
    }

    /** The entries of Redis that are not of the document's revision. */
    private static final class OtherRevisions {

        private final long revision;
        private final List<Difference> stale = new ArrayList<>();
        private boolean newer;

        OtherRevisions(long revision) {
            this.revision = revision;
        }

        void add(String where, String what, long found) {
            if (found > revision) {
                newer = true;
            } else {
                stale.add(
                        new Difference(where, what + ".revision", LongNode.valueOf(revision), LongNode.valueOf(found)));
            }
        }
    }

    /** The epoch that is audited: the live one. */
    Epoch epoch() {
        return documents.epoch();
    }

    /** The SKUs that have a document, after another one. */
    List<String> skusAfter(String last, int limit) {
        return documents.keysAfter(epoch(), last, limit);
    }

    /** Whether the events of a SKU are parked, since one of them cannot be processed. */
    boolean isParked(Sku sku) {
        VersionedDocument<JsonNode> document =
                documents.findTrees(epoch(), List.of(sku.value())).get(sku.value());
        return document != null && document.degradedSince() != null;
    }

    /** Folds a SKU from its first event at the next look. */
    void forget(Sku sku) {
        folds.forget(sku);
    }

    /**
     * Looks at these SKUs; their documents and cached answers are read at once.
     *
     * @param withEnds those of them whose streams are asked for events that were never folded
     * @param maxEvents that are read; SKUs beyond it are unfinished
     */
    List<Look> look(Collection<String> skus, Set<String> withEnds, int maxEvents) {
        Folds.Budget budget = new Folds.Budget(maxEvents);
        Epoch epoch = epoch();
        if (!epoch.equals(lastEpoch)) {
            lastEpoch = epoch;
            folds.forgetAll();
        }
        Map<String, VersionedDocument<JsonNode>> found = documents.findTrees(epoch, skus);
        Map<SkuResponse, Map<String, CachedResponse>> cached = new LinkedHashMap<>();
        responses.forEach(response -> cached.put(response, cache.findInRedis(response.region(epoch), skus)));
        List<Look> looks = new ArrayList<>(skus.size());
        for (String sku : skus) {
            Map<SkuResponse, @Nullable CachedResponse> ofSku = new LinkedHashMap<>();
            cached.forEach((response, all) -> ofSku.put(response, all.get(sku)));
            VersionedDocument<JsonNode> document = found.get(sku);
            Look look = lookUnlessUnprocessable(epoch, new Sku(sku), document, ofSku, budget);
            boolean parked = document != null && document.degradedSince() != null;
            looks.add(withEnds.contains(sku) && !look.unfinished() && !parked ? withEnds(look) : look);
        }
        return looks;
    }

    /** An event that the audit cannot process cannot be processed by the projection either, which parks its key. */
    private Look lookUnlessUnprocessable(
            Epoch epoch,
            Sku sku,
            @Nullable VersionedDocument<JsonNode> document,
            Map<SkuResponse, @Nullable CachedResponse> cached,
            Folds.Budget budget) {
        try {
            return look(epoch, sku, document, cached, budget);
        } catch (UnprocessableEventException e) {
            LOG.debug("{} cannot be audited", sku, e);
            folds.forget(sku);
            return Look.of(sku, document == null ? Map.of() : document.versions(), List.of());
        }
    }

    /** Events after those of the document: stale if they stay so. */
    private Look withEnds(Look look) {
        List<Difference> stale = new ArrayList<>(look.stale());
        look.versions().forEach((stream, version) -> {
            long last = folds.lastOf(stream);
            if (last > version) {
                stale.add(new Difference(Difference.EVENTS, stream, LongNode.valueOf(last), LongNode.valueOf(version)));
            }
        });
        return new Look(look.sku(), look.versions(), look.differences(), stale, false, look.moved());
    }

    private Look look(
            Epoch epoch,
            Sku sku,
            @Nullable VersionedDocument<JsonNode> document,
            Map<SkuResponse, @Nullable CachedResponse> cached,
            Folds.Budget budget) {
        if (document == null) {
            return withoutDocument(sku);
        }
        if (document.degradedSince() != null) {
            // Its key is parked: it says so, and is listed with the event.
            return Look.of(sku, document.versions(), List.of());
        }
        Folds.Step step = folds.step(sku, document.versions(), budget);
        Folds.Gap gap = step.gap();
        if (gap != null) {
            return Look.of(sku, document.versions(), List.of(differenceOf(gap, document)));
        }
        ExpectedSku expected = step.fold();
        if (expected == null) {
            return Look.unfinished(sku, document.versions());
        }
        Comparison comparison = new Comparison(expected).document(document.view());
        compareLedger(epoch, sku, comparison);
        OtherRevisions others = new OtherRevisions(document.revision());
        compareAnswers(document, cached, comparison, others);
        compareListEntry(epoch, document, comparison, others);
        return new Look(sku, document.versions(), comparison.differences(), others.stale, false, others.newer);
    }

    /** A document appears soon after the first event; the second look is later. */
    private Look withoutDocument(Sku sku) {
        for (String stream : List.of(sku.productStream(), sku.stockStream())) {
            long last = folds.lastOf(stream);
            if (last >= 0) {
                return Look.of(
                        sku,
                        Map.of(),
                        List.of(new Difference(
                                Difference.DOCUMENT, "", StringNode.valueOf("folded from " + stream), null)));
            }
        }
        return Look.of(sku, Map.of(), List.of());
    }

    private Difference differenceOf(Folds.Gap gap, VersionedDocument<?> document) {
        String field = gap.stream() + "[" + gap.sequence() + "]";
        return gap.found() == null
                ? new Difference(
                        Difference.EVENTS,
                        field,
                        StringNode.valueOf(
                                "an event: the document was folded up to " + document.versionOf(gap.stream())),
                        StringNode.valueOf("the stream ends at " + folds.lastOf(gap.stream())))
                : new Difference(
                        Difference.EVENTS, field, LongNode.valueOf(gap.sequence()), LongNode.valueOf(gap.found()));
    }

    private void compareLedger(Epoch epoch, Sku sku, Comparison comparison) {
        Ledger ledger = new Ledger(models.sideCollection(epoch, Ledger.NAME));
        long parts = comparison.ledgerParts();
        for (long number = Math.max(0, parts - 2); number < parts; number++) {
            comparison.ledgerPart(number, ledger.part(sku.value(), number));
        }
    }

    private void compareAnswers(
            VersionedDocument<JsonNode> document,
            Map<SkuResponse, @Nullable CachedResponse> cached,
            Comparison comparison,
            OtherRevisions others) {
        VersionedDocument<SkuState> state = readable(document);
        for (Map.Entry<SkuResponse, @Nullable CachedResponse> one : cached.entrySet()) {
            CachedResponse inRedis = one.getValue();
            if (inRedis == null && state != null) {
                CachedResponse rendered = one.getKey().render(state);
                comparison.answer(Difference.ANSWER, one.getKey().kind(), rendered == null ? null : rendered.body());
            } else if (inRedis != null && inRedis.revision() == document.revision()) {
                comparison.answer(Difference.REDIS, one.getKey().kind(), inRedis.body());
            } else if (inRedis != null) {
                others.add(Difference.REDIS, one.getKey().kind(), inRedis.revision());
            }
        }
        if (state != null && state.view().catalog() != null) {
            answers.forEach(answer -> comparison.answer(Difference.ANSWER, answer.name(), answer.render(state)));
        }
    }

    /** The document as renderers read it; null when they cannot, which its own comparison tells. */
    private static @Nullable VersionedDocument<SkuState> readable(VersionedDocument<JsonNode> document) {
        try {
            return new VersionedDocument<>(
                    document.key(),
                    document.revision(),
                    document.versions(),
                    StoredJson.mapper().treeToValue(document.view(), SkuState.class));
        } catch (RuntimeException e) {
            LOG.debug("the document of {} cannot be read", document.key(), e);
            return null;
        }
    }

    private void compareListEntry(
            Epoch epoch, VersionedDocument<JsonNode> document, Comparison comparison, OtherRevisions others) {
        StoredListEntry entry = index.entry(SkuProjection.listRegion(epoch), document.key());
        if (entry != null && entry.revision() == document.revision()) {
            comparison.listEntry(entry);
        } else if (entry != null) {
            others.add(Difference.LIST, "entry", entry.revision());
        }
    }
}
