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
 * Compares what is stored of SKUs with their events.
 *
 * <h2>How it works</h2>
 *
 * <ul>
 *   <li>A document says up to which event of each stream it was folded. The audit folds exactly these events by itself and
 *       compares, so a SKU that changes meanwhile causes no difference.
 *   <li>An entry of Redis or of the lists is compared when it was made from the same revision. An older one may be about to be
 *       replaced, and a newer one shows that the document has changed since it was read: both need another audit.
 *   <li>What Redis does not have is rendered from the document and compared instead.
 *   <li>A part of the ledger is compared once, while it is new: it never changes again. What is folded from the first event is
 *       compared with its newest two parts.
 * </ul>
 */
final class SkuAuditor implements Auditor {

    private static final Logger LOG = LoggerFactory.getLogger(SkuAuditor.class);

    private final ServedDocuments<SkuState> documents;
    private final ReadModels models;
    private final ExpectedSkuCache folds;
    private final TieredCache cache;
    private final ProductListIndex index;
    private final List<SkuResponse> responses;
    private final List<SkuAnswer> answers;
    private volatile @Nullable Epoch lastEpoch;

    SkuAuditor(
            SkuProjection projection,
            ReadModels models,
            ExpectedSkuCache folds,
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

    /** The entries of Redis that are not of the document's revision. */
    private static final class OtherRevisions {

        private final long revision;
        private final List<AuditDifference> stale = new ArrayList<>();
        private boolean newer;

        OtherRevisions(long revision) {
            this.revision = revision;
        }

        void add(String kind, String what, long found) {
            if (found > revision) {
                newer = true;
            } else {
                stale.add(new AuditDifference(
                        kind, what + ".revision", LongNode.valueOf(found), LongNode.valueOf(revision)));
            }
        }
    }

    @Override
    public String projection() {
        return SkuProjection.NAME;
    }

    private Epoch epoch() {
        return documents.epoch();
    }

    @Override
    public boolean isPaused() {
        return models.isPaused(SkuProjection.NAME);
    }

    @Override
    public List<String> keysAfter(String last, int limit) {
        return documents.keysAfter(epoch(), last, limit);
    }

    @Override
    public List<String> withoutDocument(Collection<String> skus) {
        Set<String> existing = documents.existing(epoch(), skus);
        return skus.stream().filter(sku -> !existing.contains(sku)).toList();
    }

    /** Whether the events of a SKU are parked, since one of them cannot be processed. */
    boolean isParked(Sku sku) {
        VersionedDocument<JsonNode> document =
                documents.findTrees(epoch(), List.of(sku.value())).get(sku.value());
        return document != null && document.degradedSince() != null;
    }

    @Override
    public synchronized void forget(String sku) {
        folds.forget(new Sku(sku));
    }

    /** All that is stored of some SKUs, each read by one request. */
    private record Stored(
            Epoch epoch,
            Map<String, VersionedDocument<JsonNode>> documents,
            Map<SkuResponse, Map<String, CachedResponse>> cached,
            Map<String, StoredListEntry> listed) {}

    @Override
    public synchronized List<AuditResult> audit(
            Collection<String> skus, Set<String> withEnds, int maxEvents, int maxEventsOfOne) {
        Epoch epoch = epoch();
        if (!epoch.equals(lastEpoch)) {
            lastEpoch = epoch;
            folds.forgetAll();
        }
        Map<SkuResponse, Map<String, CachedResponse>> cached = new LinkedHashMap<>();
        // Documents first: an answer of a later revision shows that the document has changed since.
        Map<String, VersionedDocument<JsonNode>> documentsBySku = documents.findTrees(epoch, skus);
        responses.forEach(response -> cached.put(response, cache.findInRedis(response.region(epoch), skus)));
        Stored stored = new Stored(epoch, documentsBySku, cached, index.entries(SkuProjection.listRegion(epoch), skus));
        Map<Sku, Map<String, Long>> versions = new LinkedHashMap<>();
        documentsBySku.forEach((sku, document) -> {
            if (document.degradedSince() == null) {
                versions.put(new Sku(sku), document.versions());
            }
        });
        Map<Sku, ExpectedSkuCache.Step> steps = folds.steps(versions, maxEvents, maxEventsOfOne);
        Map<Sku, SkuComparison> comparisons = new LinkedHashMap<>();
        steps.forEach((sku, step) -> {
            if (step.fold() != null) {
                comparisons.put(sku, new SkuComparison(step.fold()));
            }
        });
        compareLedgers(epoch, comparisons);
        List<AuditResult> results = new ArrayList<>(skus.size());
        for (String name : skus) {
            Sku sku = new Sku(name);
            VersionedDocument<JsonNode> document = documentsBySku.get(name);
            ExpectedSkuCache.Step step = steps.get(sku);
            AuditResult result = document == null
                    ? withoutDocument(sku)
                    // The key of a SKU without a step is parked: it says so, and is listed with the event.
                    : step == null
                            ? AuditResult.of(sku.value(), document.versions(), List.of())
                            : compare(stored, document, step, comparisons.get(sku));
            results.add(withEnds.contains(name) && step != null && !result.unfinished() ? withEnds(result) : result);
        }
        return results;
    }

    private AuditResult compare(
            Stored stored,
            VersionedDocument<JsonNode> document,
            ExpectedSkuCache.Step step,
            @Nullable SkuComparison comparison) {
        Sku sku = new Sku(document.key());
        ExpectedSkuCache.Gap gap = step.gap();
        UnprocessableEventException unprocessable = step.unprocessable();
        if (unprocessable != null) {
            LOG.debug("{} cannot be folded by the audit", sku, unprocessable);
            return AuditResult.failed(document, unprocessable);
        }
        if (gap != null) {
            return AuditResult.of(sku.value(), document.versions(), List.of(differenceOf(gap, document)));
        }
        if (comparison == null) {
            return AuditResult.unfinished(sku.value(), document.versions());
        }
        OtherRevisions others = new OtherRevisions(document.revision());
        try {
            comparison.document(document.view());
            compareAnswers(document, stored.cached(), comparison, others);
            compareListEntry(stored.listed().get(document.key()), document, comparison, others);
        } catch (RuntimeException e) {
            // Nothing is read here: either what is stored, or a renderer, or the audit is wrong.
            LOG.debug("{} cannot be compared by the audit", sku, e);
            return AuditResult.failed(document, "", e);
        }
        if (comparison.differences().isEmpty()) {
            comparison.forgetLedgerParts();
        }
        return new AuditResult(
                document.key(), document.versions(), comparison.differences(), others.stale, false, others.newer);
    }

    /** Events after those of the document: stale if they stay so. */
    private AuditResult withEnds(AuditResult result) {
        List<AuditDifference> stale = new ArrayList<>();
        result.versions().forEach((stream, version) -> {
            long last = folds.lastOf(stream);
            if (last > version) {
                stale.add(new AuditDifference(
                        AuditDifference.EVENTS, stream, LongNode.valueOf(version), LongNode.valueOf(last)));
            }
        });
        return result.withStale(stale);
    }

    /** A document appears soon after the first event; the second audit is later. */
    private AuditResult withoutDocument(Sku sku) {
        for (String stream : List.of(sku.productStream(), sku.stockStream())) {
            long last = folds.lastOf(stream);
            if (last >= 0) {
                return AuditResult.of(
                        sku.value(),
                        Map.of(),
                        List.of(new AuditDifference(
                                AuditDifference.DOCUMENT, "", null, StringNode.valueOf("folded from " + stream))));
            }
        }
        return AuditResult.of(sku.value(), Map.of(), List.of());
    }

    private AuditDifference differenceOf(ExpectedSkuCache.Gap gap, VersionedDocument<?> document) {
        String field = gap.stream() + "[" + gap.sequence() + "]";
        return gap.found() == null
                ? new AuditDifference(
                        AuditDifference.EVENTS,
                        field,
                        StringNode.valueOf("the document was folded up to " + document.versionOf(gap.stream())),
                        StringNode.valueOf("the stream ends at " + folds.lastOf(gap.stream())))
                : new AuditDifference(
                        AuditDifference.EVENTS, field, LongNode.valueOf(gap.sequence()), LongNode.valueOf(gap.found()));
    }

    private void compareLedgers(Epoch epoch, Map<Sku, SkuComparison> comparisons) {
        List<Ledger.PartId> parts = new ArrayList<>();
        comparisons.forEach((sku, comparison) -> parts.addAll(newParts(sku, comparison)));
        Map<Ledger.PartId, JsonNode> found = new Ledger(models.sideCollection(epoch, Ledger.NAME)).parts(parts);
        comparisons.forEach((sku, comparison) ->
                newParts(sku, comparison).forEach(part -> comparison.ledgerPart(part.number(), found.get(part))));
    }

    private static List<Ledger.PartId> newParts(Sku sku, SkuComparison comparison) {
        return comparison.newLedgerParts().stream()
                .map(number -> new Ledger.PartId(sku.value(), number))
                .toList();
    }

    private void compareAnswers(
            VersionedDocument<JsonNode> document,
            Map<SkuResponse, Map<String, CachedResponse>> cached,
            SkuComparison comparison,
            OtherRevisions others) {
        VersionedDocument<SkuState> state = readable(document);
        for (Map.Entry<SkuResponse, Map<String, CachedResponse>> one : cached.entrySet()) {
            CachedResponse inRedis = one.getValue().get(document.key());
            if (inRedis == null && state != null) {
                CachedResponse rendered = one.getKey().render(state);
                comparison.answer(
                        AuditDifference.ANSWER, one.getKey().kind(), rendered == null ? null : rendered.body());
            } else if (inRedis != null && inRedis.revision() == document.revision()) {
                comparison.answer(AuditDifference.REDIS, one.getKey().kind(), inRedis.body());
            } else if (inRedis != null) {
                others.add(AuditDifference.REDIS, one.getKey().kind(), inRedis.revision());
            }
        }
        if (state != null && state.view().catalog() != null) {
            answers.forEach(answer -> comparison.answer(AuditDifference.ANSWER, answer.name(), answer.render(state)));
        }
    }

    /** The document as renderers read it; null when they cannot, which its own comparison tells. */
    private static @Nullable VersionedDocument<SkuState> readable(VersionedDocument<JsonNode> document) {
        try {
            return document.withView(StoredJson.mapper().treeToValue(document.view(), SkuState.class));
        } catch (RuntimeException e) {
            LOG.debug("the document of {} cannot be read", document.key(), e);
            return null;
        }
    }

    private void compareListEntry(
            @Nullable StoredListEntry entry,
            VersionedDocument<JsonNode> document,
            SkuComparison comparison,
            OtherRevisions others) {
        if (entry != null && entry.revision() == document.revision()) {
            comparison.listEntry(entry);
        } else if (entry != null) {
            others.add(AuditDifference.LIST, "entry", entry.revision());
        }
    }
}
