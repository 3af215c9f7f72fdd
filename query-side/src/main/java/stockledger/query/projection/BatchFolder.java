package stockledger.query.projection;

import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds a batch of events into the documents of one epoch.
 *
 * <p>Every document stores, per stream, the sequence number of its last event. So an event that is delivered again is
 * skipped, and after a gap the missing events are read from the stream. A document is replaced only at the revision that
 * was read, so of two concurrent writers the later one folds again from the newer document. The token of a batch is
 * stored after its documents: after a crash the batch is delivered again and changes nothing.
 */
final class BatchFolder<V> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchFolder.class);
    private static final int MAX_ATTEMPTS = 20;

    private final Projection<V> projection;
    private final Epoch epoch;
    private final Documents<V> documents;
    private final EventStore eventStore;
    private final DocumentListener listener;
    private final FoldTraces traces;
    private final Set<Class<?>> ignored;

    BatchFolder(
            Projection<V> projection,
            Epoch epoch,
            Documents<V> documents,
            EventStore eventStore,
            DocumentListener listener,
            FoldTraces traces) {
        this.projection = projection;
        this.epoch = epoch;
        this.documents = documents;
        this.eventStore = eventStore;
        this.listener = listener;
        this.traces = traces;
        this.ignored = projection.ignored();
    }

    void fold(List<ProjectedEvent> batch) {
        traces.trace(epoch, batch, () -> foldAll(batch));
    }

    private void foldAll(List<ProjectedEvent> batch) {
        Map<String, List<ProjectedEvent>> byKey = new LinkedHashMap<>();
        for (ProjectedEvent event : batch) {
            byKey.computeIfAbsent(projection.keyOf(event.payload()), key -> new ArrayList<>())
                    .add(event);
        }
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            List<VersionedDocument<V>> folded = new ArrayList<>(byKey.size());
            if (tryFold(byKey, folded)) {
                projection.onWritten(epoch, folded);
                listener.documentsChanged(projection.name(), byKey.keySet());
                return;
            }
            LOG.info("{}: documents were changed by another process, folding the batch again", epoch.group());
        }
        throw new IllegalStateException(
                epoch.group() + ": documents were changed concurrently in each of " + MAX_ATTEMPTS + " attempts");
    }

    private boolean tryFold(Map<String, List<ProjectedEvent>> byKey, List<VersionedDocument<V>> folded) {
        Map<String, VersionedDocument<V>> found = documents.find(byKey.keySet());
        List<VersionedDocument<V>> changed = new ArrayList<>();
        byKey.forEach((key, events) -> {
            VersionedDocument<V> before =
                    found.getOrDefault(key, new VersionedDocument<>(key, 0, Map.of(), projection.empty(key)));
            Fold fold = new Fold(before);
            events.forEach(fold::apply);
            VersionedDocument<V> after = fold.result();
            if (after.versions().equals(before.versions())) {
                folded.add(before);
            } else {
                changed.add(after);
                folded.add(after.withNextRevision());
            }
        });
        projection.writeSideCollections(epoch, changed);
        return documents.replace(changed);
    }

    /** Folds events into one document. */
    private final class Fold {

        private final VersionedDocument<V> before;
        private final Map<String, Long> versions;
        private V view;

        Fold(VersionedDocument<V> before) {
            this.before = before;
            this.versions = new HashMap<>(before.versions());
            this.view = before.view();
        }

        VersionedDocument<V> result() {
            return new VersionedDocument<>(before.key(), before.revision(), versions, view);
        }

        private long versionOf(String stream) {
            return versions.getOrDefault(stream, -1L);
        }

        void apply(ProjectedEvent event) {
            long last = versionOf(event.stream());
            if (event.sequence() <= last) {
                return;
            }
            if (event.sequence() > last + 1) {
                applyMissing(event);
            }
            applyNext(event);
        }

        /** The event store may skip events whose append took longer than its gap timeout. */
        private void applyMissing(ProjectedEvent next) {
            long from = versionOf(next.stream()) + 1;
            try (Scope scope = FoldTraces.contextOf(next).makeCurrent()) {
                LOG.warn(
                        "{}: events {} to {} of {} were not delivered and are read from the stream",
                        epoch.group(),
                        from,
                        next.sequence() - 1,
                        next.stream());
            }
            DomainEventStream missing = eventStore.readEvents(next.stream(), from);
            while (missing.hasNext()) {
                ProjectedEvent event = ProjectedEvent.of(missing.next());
                if (event.sequence() < next.sequence()) {
                    applyNext(event);
                }
            }
            if (versionOf(next.stream()) != next.sequence() - 1) {
                throw new IllegalStateException("events are missing in " + next.stream());
            }
        }

        private void applyNext(ProjectedEvent event) {
            if (!ignored.contains(event.payload().getClass())) {
                view = viewAfter(event);
            }
            versions.put(event.stream(), event.sequence());
        }

        private V viewAfter(ProjectedEvent event) {
            try {
                return projection.on(view, event);
            } catch (RuntimeException e) {
                try (Scope scope = FoldTraces.contextOf(event).makeCurrent()) {
                    LOG.error(
                            "{}: event {} of {} cannot be folded: {}",
                            epoch.group(),
                            event.sequence(),
                            event.stream(),
                            e.toString());
                }
                throw e;
            }
        }
    }
}
