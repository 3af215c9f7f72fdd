package stockledger.query.projection;

import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds events into one document, in memory. */
final class KeyFold<V> {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFold.class);

    /** Events that are read from their stream and folded together: each may have a megabyte. */
    private static final int MAX_READ = 16;

    private final Source<V> source;
    private final VersionedDocument<V> before;
    private final Map<String, Long> versions;
    private final List<ProjectedEvent> next = new ArrayList<>();
    private V view;
    private final boolean isDryRun;
    private long folded;
    private @Nullable ProjectedEvent last;

    /**
     * What the folds of one epoch share.
     *
     * @param events where events that were not delivered are read
     * @param discarded events that an operator has discarded
     */
    record Source<V>(
            Projection<V> projection,
            Epoch epoch,
            EventStore events,
            Set<Class<?>> ignored,
            DiscardedEvents discarded) {

        Source(Projection<V> projection, Epoch epoch, EventStore events, DiscardedEvents discarded) {
            this(projection, epoch, events, projection.ignored(), discarded);
        }
    }

    KeyFold(Source<V> source, VersionedDocument<V> before) {
        this(source, before, false);
    }

    /** @param isDryRun whether nothing is written, not even to side collections */
    KeyFold(Source<V> source, VersionedDocument<V> before, boolean isDryRun) {
        this.source = source;
        this.isDryRun = isDryRun;
        this.before = before;
        this.view = before.view();
        this.versions = new HashMap<>(before.versions());
    }

    /**
     * The document of the next revision; the same versions if these events are folded already.
     *
     * @throws UnprocessableEventException when one of them cannot be folded
     */
    VersionedDocument<V> result(List<ProjectedEvent> events) {
        events.forEach(this::add);
        foldNext();
        return document();
    }

    /** The document of what is folded so far. */
    VersionedDocument<V> document() {
        return new VersionedDocument<>(before.key(), before.revision() + 1, versions, view);
    }

    /** Number of events that the document has more than before, with and without effect. */
    long folded() {
        return folded;
    }

    /** The event that was added last; null for none. */
    @Nullable
    ProjectedEvent last() {
        return last;
    }

    /**
     * Folds what a stream has beyond the document.
     *
     * @param max events that this object folds in all
     * @return whether it folded all
     * @throws UnprocessableEventException when an event cannot be folded; all before it are then folded
     */
    boolean addRestOf(String stream, long max) {
        DomainEventStream rest = source.events().readEvents(stream, versionOf(stream) + 1);
        try {
            while (rest.hasNext() && folded < max) {
                ProjectedEvent event = ProjectedEvent.evenUnreadable(rest.next());
                requireNext(event);
                addNext(event);
                if (next.size() >= MAX_READ) {
                    foldSome();
                }
            }
            foldSome();
            return !rest.hasNext();
        } catch (UnprocessableEventException e) {
            foldThoseBefore(e.event());
            throw e;
        }
    }

    private void foldThoseBefore(ProjectedEvent failed) {
        next.removeIf(event -> event.sequence() >= failed.sequence());
        folded -= versionOf(failed.stream()) - failed.sequence() + 1;
        if (failed.sequence() == 0) {
            versions.remove(failed.stream());
        } else {
            versions.put(failed.stream(), failed.sequence() - 1);
        }
        foldSome();
    }

    private void requireNext(ProjectedEvent event) {
        if (event.sequence() != versionOf(event.stream()) + 1) {
            throw new IllegalStateException("events are missing in " + event.stream());
        }
    }

    private long versionOf(String stream) {
        return versions.getOrDefault(stream, -1L);
    }

    private void add(ProjectedEvent event) {
        long last = versionOf(event.stream());
        if (event.sequence() <= last) {
            return;
        }
        if (event.sequence() > last + 1 && !source.projection().isSelective()) {
            addMissing(event);
        }
        addNext(event);
    }

    /**
     * The event store may skip events whose append took longer than its gap timeout. A document that was no longer kept
     * is folded again from its first event.
     */
    private void addMissing(ProjectedEvent later) {
        long from = versionOf(later.stream()) + 1;
        if (before.revision() > 0 || source.projection().retention() == null) {
            warnOfMissing(later, from);
        }
        DomainEventStream missing = source.events().readEvents(later.stream(), from);
        while (missing.hasNext()) {
            ProjectedEvent event = ProjectedEvent.evenUnreadable(missing.next());
            if (event.sequence() < later.sequence()) {
                addNext(event);
                if (next.size() >= MAX_READ) {
                    foldSome();
                }
            }
        }
        if (versionOf(later.stream()) != later.sequence() - 1) {
            throw new IllegalStateException("events are missing in " + later.stream());
        }
    }

    private void warnOfMissing(ProjectedEvent later, long from) {
        try (Scope scope = FoldTraces.contextOf(later).makeCurrent()) {
            LOG.warn(
                    "{}: events {} to {} of {} were not delivered and are read from the stream",
                    source.epoch().group(),
                    from,
                    later.sequence() - 1,
                    later.stream());
        }
    }

    private void addNext(ProjectedEvent event) {
        boolean hasEffect = !source.ignored().contains(event.payloadType())
                && !source.discarded().contains(source.projection(), event);
        if (hasEffect) {
            if (event.payload() instanceof UnreadablePayload unreadable) {
                // Nothing of it is counted.
                throw new UnprocessableEventException(event, unreadable.cause());
            }
            next.add(event);
        }
        versions.put(event.stream(), event.sequence());
        folded++;
        last = event;
    }

    /** Folds the events that were read, since they may be too many for the memory. Others follow. */
    private void foldSome() {
        foldNext();
        if (!isDryRun && source.projection().sideDocuments(view) > 0) {
            source.projection().writeSideCollections(source.epoch(), List.of(document()));
        }
    }

    private void foldNext() {
        if (next.isEmpty()) {
            return;
        }
        try {
            view = source.projection().after(view, next);
            next.clear();
        } catch (RuntimeException e) {
            throw new UnprocessableEventException(firstThatFails(), e);
        }
    }

    private ProjectedEvent firstThatFails() {
        V after = view;
        for (ProjectedEvent event : next) {
            try {
                after = source.projection().after(after, List.of(event));
            } catch (RuntimeException e) {
                return event;
            }
        }
        return next.get(0);
    }
}
