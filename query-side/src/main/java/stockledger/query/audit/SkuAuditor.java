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
final class SkuAuditor {

    private static final Logger LOG = LoggerFactory.getLogger(SkuAuditor.class);

    private final ServedDocuments<SkuState> documents;
    private final ReadModels models;
    private final ExpectedSkus folds;
    private final TieredCache cache;
    private final ProductListIndex index;
    private final List<SkuResponse> responses;
    private final List<SkuAnswer> answers;
    private volatile @Nullable Epoch lastEpoch;

    SkuAuditor(
            SkuProjection projection,
            ReadModels models,
            ExpectedSkus folds,
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
     * What one audit of a SKU found.
     *
     * @param versions of the document
     * @param differences empty when there are none
     * @param stale entries of earlier revisions, which may be about to be replaced: differences if they stay
     * @param unfinished whether events are left to be folded: the next audit continues
     * @param moved whether the document changed meanwhile: the next audit is of the newer one
     */
    record Result(
            Sku sku,
            Map<String, Long> versions,
            List<Difference> differences,
            List<Difference> stale,
            boolean unfinished,
            boolean moved) {

        private static Result unfinished(Sku sku, Map<String, Long> versions) {
            return new Result(sku, versions, List.of(), List.of(), true, false);
        }

        private static Result of(Sku sku, Map<String, Long> versions, List<Difference> differences) {
            return new Result(sku, versions, differences, List.of(), false, false);
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

    /** Whether no events are folded into documents, so that they are behind. */
    boolean isPaused() {
        return models.isPaused(SkuProjection.NAME);
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

    /** Folds a SKU from its first event the next time. */
    synchronized void forget(Sku sku) {
        folds.forget(sku);
    }

    /** All that is stored of some SKUs, each read by one request. */
    private record Stored(
            Epoch epoch,
            Map<String, VersionedDocument<JsonNode>> documents,
            Map<SkuResponse, Map<String, CachedResponse>> cached,
            Map<String, StoredListEntry> listed) {}

    /**
     * Audits SKUs.
     *
     * @param skus few: a script of Redis reads the list entries of all of them
     * @param withEnds of these the ends of their streams are read too
     * @param maxEvents events that are read at most
     * @param maxEventsOfOne events of one SKU that are read at most
     */
    synchronized List<Result> audit(Collection<String> skus, Set<String> withEnds, int maxEvents, int maxEventsOfOne) {
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
        Map<Sku, ExpectedSkus.Step> steps = folds.steps(versions, maxEvents, maxEventsOfOne);
        Map<Sku, SkuComparison> comparisons = new LinkedHashMap<>();
        steps.forEach((sku, step) -> {
            if (step.fold() != null) {
                comparisons.put(sku, new SkuComparison(step.fold()));
            }
        });
        compareLedgers(epoch, comparisons);
        List<Result> results = new ArrayList<>(skus.size());
        for (String name : skus) {
            Sku sku = new Sku(name);
            VersionedDocument<JsonNode> document = documentsBySku.get(name);
            ExpectedSkus.Step step = steps.get(sku);
            Result result = document == null
                    ? withoutDocument(sku)
                    // The key of a SKU without a step is parked: it says so, and is listed with the event.
                    : step == null
                            ? Result.of(sku, document.versions(), List.of())
                            : compare(stored, document, step, comparisons.get(sku));
            results.add(withEnds.contains(name) && step != null && !result.unfinished() ? withEnds(result) : result);
        }
        return results;
    }

    private Result compare(
            Stored stored,
            VersionedDocument<JsonNode> document,
            ExpectedSkus.Step step,
            @Nullable SkuComparison comparison) {
        Sku sku = new Sku(document.key());
        ExpectedSkus.Gap gap = step.gap();
        if (step.unprocessable() != null) {
            // The projection cannot process it either, and parks its key.
            LOG.debug("{} cannot be audited", sku, step.unprocessable());
            return Result.of(sku, document.versions(), List.of());
        }
        if (gap != null) {
            return Result.of(sku, document.versions(), List.of(differenceOf(gap, document)));
        }
        if (comparison == null) {
            return Result.unfinished(sku, document.versions());
        }
        comparison.document(document.view());
        OtherRevisions others = new OtherRevisions(document.revision());
        compareAnswers(document, stored.cached(), comparison, others);
        compareListEntry(stored.listed().get(document.key()), document, comparison, others);
        if (comparison.differences().isEmpty()) {
            comparison.forgetLedgerParts();
        }
        return new Result(sku, document.versions(), comparison.differences(), others.stale, false, others.newer);
    }

    /** Events after those of the document: stale if they stay so. */
    private Result withEnds(Result result) {
        List<Difference> stale = new ArrayList<>(result.stale());
        result.versions().forEach((stream, version) -> {
            long last = folds.lastOf(stream);
            if (last > version) {
                stale.add(new Difference(Difference.EVENTS, stream, LongNode.valueOf(last), LongNode.valueOf(version)));
            }
        });
        return new Result(result.sku(), result.versions(), result.differences(), stale, false, result.moved());
    }

    /** A document appears soon after the first event; the second audit is later. */
    private Result withoutDocument(Sku sku) {
        for (String stream : List.of(sku.productStream(), sku.stockStream())) {
            long last = folds.lastOf(stream);
            if (last >= 0) {
                return Result.of(
                        sku,
                        Map.of(),
                        List.of(new Difference(
                                Difference.DOCUMENT, "", StringNode.valueOf("folded from " + stream), null)));
            }
        }
        return Result.of(sku, Map.of(), List.of());
    }

    private Difference differenceOf(ExpectedSkus.Gap gap, VersionedDocument<?> document) {
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
            @Nullable StoredListEntry entry,
            VersionedDocument<JsonNode> document,
            SkuComparison comparison,
            OtherRevisions others) {
        if (entry != null && entry.revision() == document.revision()) {
            comparison.listEntry(entry);
        } else if (entry != null) {
            others.add(Difference.LIST, "entry", entry.revision());
        }
    }
}
