package stockledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.events.store.lookup.StoredEvents.Range;
import stockledger.query.difference.JsonDifferences;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.History;
import stockledger.query.projection.Projection;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.UnprocessableEventException;
import stockledger.query.projection.VersionedDocument;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/**
 * Compares documents that are folded from one short stream each, such as reservations, with their events. Answers are rendered from
 * them at each query and not compared.
 */
final class DocumentAuditor implements Auditor {

    private final Projection<?> projection;
    private final ExpectedDocument.Kind kind;
    private final ReadModels models;
    private final ServedDocuments<?> documents;
    private final History history;
    private final StoredEvents stored;
    private final StreamEnds ends;

    DocumentAuditor(
            Projection<?> projection,
            ExpectedDocument.Kind kind,
            ReadModels models,
            History history,
            StoredEvents stored,
            StreamEnds ends) {
        this.projection = projection;
        this.kind = kind;
        this.models = models;
        this.documents = models.of(projection);
        this.history = history;
        this.stored = stored;
        this.ends = ends;
    }

    /** Knows the ends of streams. */
    @FunctionalInterface
    interface StreamEnds {

        /** The number of the last event of a stream; -1 for none. */
        long lastOf(String stream);
    }

    @Override
    public String projection() {
        return projection.name();
    }

    @Override
    public boolean isPaused() {
        return models.isPaused(projection.name());
    }

    @Override
    public List<String> keysAfter(String last, int limit) {
        return documents.keysAfter(documents.epoch(), last, limit);
    }

    @Override
    public List<String> withoutDocument(Collection<String> keys) {
        return List.of();
    }

    /** Nothing is kept between two audits. */
    @Override
    public void forget(String key) {}

    @Override
    public List<AuditResult> audit(Collection<String> keys, Set<String> withEnds, int maxEvents, int maxEventsOfOne) {
        Epoch epoch = documents.epoch();
        Map<String, VersionedDocument<JsonNode>> found = documents.findTrees(epoch, keys);
        Map<String, Range> ranges = new LinkedHashMap<>();
        long left = maxEvents;
        for (VersionedDocument<JsonNode> document : found.values()) {
            String stream = kind.streamOf(document.key());
            long events = document.versionOf(stream) + 1;
            if (document.degradedSince() == null && (events <= left || ranges.isEmpty())) {
                ranges.put(stream, new Range(stream, 0, events - 1));
                left -= events;
            }
        }
        Map<String, List<DomainEventMessage<?>>> events = stored.readRanges(ranges.values());
        List<AuditResult> results = new ArrayList<>(keys.size());
        for (String key : keys) {
            VersionedDocument<JsonNode> document = found.get(key);
            AuditResult result = result(key, document, ranges, events);
            results.add(
                    withEnds.contains(key) && document != null && document.degradedSince() == null
                            ? withEnd(result)
                            : result);
        }
        return results;
    }

    private AuditResult result(
            String key,
            @Nullable VersionedDocument<JsonNode> document,
            Map<String, Range> ranges,
            Map<String, List<DomainEventMessage<?>>> events) {
        String stream = kind.streamOf(key);
        if (document == null) {
            return withoutDocument(key, stream);
        }
        if (document.degradedSince() != null) {
            // It is parked: it says so, and is listed with the event.
            return AuditResult.of(key, document.versions(), List.of());
        }
        Range range = ranges.get(stream);
        return range == null
                ? AuditResult.unfinished(key, document.versions())
                : compared(document, range, events.getOrDefault(stream, List.of()));
    }

    /** Documents that are kept for some time only may be missing. */
    private AuditResult withoutDocument(String key, String stream) {
        return projection.retention() != null || ends.lastOf(stream) < 0
                ? AuditResult.of(key, Map.of(), List.of())
                : AuditResult.of(
                        key,
                        Map.of(),
                        List.of(new AuditDifference(
                                AuditDifference.DOCUMENT, "", null, StringNode.valueOf("folded from " + stream))));
    }

    private AuditResult compared(
            VersionedDocument<JsonNode> document, Range range, List<DomainEventMessage<?>> events) {
        Fold fold = new Fold(kind.empty(document.key()));
        try {
            history.read(projection.name(), events.iterator(), (event, hasEffect) -> {
                boolean isNext = event.sequence() == fold.next;
                if (isNext) {
                    fold.add(event.payload(), event.at(), hasEffect);
                }
                return isNext;
            });
        } catch (UnprocessableEventException e) {
            return AuditResult.failed(document, e);
        }
        if (fold.next <= range.last()) {
            return AuditResult.of(
                    document.key(),
                    document.versions(),
                    List.of(new AuditDifference(
                            AuditDifference.EVENTS,
                            range.stream() + "[" + fold.next + "]",
                            StringNode.valueOf("the document was folded up to " + range.last()),
                            null)));
        }
        return AuditResult.of(
                document.key(),
                document.versions(),
                JsonDifferences.between(document.view(), fold.expected.document()).stream()
                        .map(one ->
                                new AuditDifference(AuditDifference.DOCUMENT, one.field(), one.first(), one.second()))
                        .toList());
    }

    private static final class Fold {

        private final ExpectedDocument expected;
        private long next;

        Fold(ExpectedDocument expected) {
            this.expected = expected;
        }

        void add(Object payload, Instant at, boolean hasEffect) {
            if (hasEffect) {
                expected.add(payload, at);
            }
            next++;
        }
    }

    private AuditResult withEnd(AuditResult result) {
        String stream = kind.streamOf(result.key());
        long last = ends.lastOf(stream);
        long version = result.versions().getOrDefault(stream, -1L);
        return last <= version
                ? result
                : result.withStale(List.of(new AuditDifference(
                        AuditDifference.EVENTS, stream, LongNode.valueOf(version), LongNode.valueOf(last))));
    }
}
