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
 * <p>How it works. Every document carries, for each stream behind it, the sequence number of the last event folded in.
 * From that follows what always holds: an event is folded into a document at most once, however often it is delivered;
 * in the order of its stream; and none is left out, since an event that is not the next of its stream makes the missing
 * ones be read from the stream itself. A document is written only over the revision it was read with, so of two writers
 * the later one starts again from what the other wrote. The position of a batch is stored after its documents, so after
 * a crash the batch comes again and changes nothing.
 */
final class BatchFolder<V> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchFolder.class);
    private static final int MOST_ATTEMPTS = 20;

    private final Projection<V> projection;
    private final Epoch epoch;
    private final Documents<V> documents;
    private final EventStore events;
    private final DocumentListener listener;
    private final FoldTraces traces;
    private final Set<Class<?>> ignored;

    BatchFolder(
            Projection<V> projection,
            Epoch epoch,
            Documents<V> documents,
            EventStore events,
            DocumentListener listener,
            FoldTraces traces) {
        this.projection = projection;
        this.epoch = epoch;
        this.documents = documents;
        this.events = events;
        this.listener = listener;
        this.traces = traces;
        this.ignored = projection.ignored();
    }

    void fold(List<ProjectedEvent> batch) {
        traces.during(epoch, batch, () -> foldAll(batch));
    }

    private void foldAll(List<ProjectedEvent> batch) {
        Map<String, List<ProjectedEvent>> byKey = new LinkedHashMap<>();
        for (ProjectedEvent happened : batch) {
            byKey.computeIfAbsent(projection.keyOf(happened.event()), key -> new ArrayList<>())
                    .add(happened);
        }
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            List<VersionedDocument<V>> folded = new ArrayList<>(byKey.size());
            if (tryFold(byKey, folded)) {
                projection.written(epoch, folded);
                listener.documentsChanged(projection.name(), byKey.keySet());
                return;
            }
            LOG.info("{}: another process wrote the same documents, folding again", epoch.group());
        }
        throw new IllegalStateException(epoch.group() + ": documents changed under every attempt to write them");
    }

    private boolean tryFold(Map<String, List<ProjectedEvent>> byKey, List<VersionedDocument<V>> folded) {
        Map<String, VersionedDocument<V>> found = documents.find(byKey.keySet());
        List<VersionedDocument<V>> changed = new ArrayList<>();
        byKey.forEach((key, happenings) -> {
            VersionedDocument<V> before =
                    found.getOrDefault(key, new VersionedDocument<>(key, 0, Map.of(), projection.blank(key)));
            Open open = new Open(before);
            happenings.forEach(open::next);
            VersionedDocument<V> after = open.folded();
            if (after.versions().equals(before.versions())) {
                folded.add(before);
            } else {
                changed.add(after);
                folded.add(after.written());
            }
        });
        projection.beside(epoch, changed);
        return documents.replace(changed);
    }

    /** A document while events are folded into it. */
    private final class Open {

        private final VersionedDocument<V> before;
        private final Map<String, Long> versions;
        private V view;

        Open(VersionedDocument<V> before) {
            this.before = before;
            this.versions = new HashMap<>(before.versions());
            this.view = before.view();
        }

        VersionedDocument<V> folded() {
            return new VersionedDocument<>(before.key(), before.revision(), versions, view);
        }

        private long versionOf(String stream) {
            return versions.getOrDefault(stream, -1L);
        }

        void next(ProjectedEvent happened) {
            long folded = versionOf(happened.stream());
            if (happened.sequence() <= folded) {
                return;
            }
            if (happened.sequence() > folded + 1) {
                heal(happened);
            }
            one(happened);
        }

        /** Folds what was never delivered: events between the last one folded and this one. */
        private void heal(ProjectedEvent until) {
            long from = versionOf(until.stream()) + 1;
            try (Scope told = FoldTraces.within(until).makeCurrent()) {
                LOG.warn(
                        "{}: {} was not delivered from {} to {}, reading it from its stream",
                        epoch.group(),
                        until.stream(),
                        from,
                        until.sequence() - 1);
            }
            DomainEventStream missing = events.readEvents(until.stream(), from);
            while (missing.hasNext()) {
                ProjectedEvent missed = ProjectedEvent.of(missing.next());
                if (missed.sequence() < until.sequence()) {
                    one(missed);
                }
            }
            if (versionOf(until.stream()) != until.sequence() - 1) {
                throw new IllegalStateException(until.stream() + " has holes that cannot be read");
            }
        }

        private void one(ProjectedEvent happened) {
            if (!ignored.contains(happened.event().getClass())) {
                view = after(happened);
            }
            versions.put(happened.stream(), happened.sequence());
        }

        /** Folding is pure and logs nothing: only when it fails it matters in which trace. */
        private V after(ProjectedEvent happened) {
            try {
                return projection.on(view, happened);
            } catch (RuntimeException failed) {
                try (Scope told = FoldTraces.within(happened).makeCurrent()) {
                    LOG.error(
                            "{}: {} of {} cannot be folded: {}",
                            epoch.group(),
                            happened.sequence(),
                            happened.stream(),
                            failed.toString());
                }
                throw failed;
            }
        }
    }
}
