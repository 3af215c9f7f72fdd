package stockledger.query.projection;

import com.mongodb.MongoException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of single streams for queries: of past states, and of documents that are no longer kept in their read model,
 * see {@link Retention}.
 */
public final class History {

    /** Queries of the past that read at the same time: commands need the connections to the event store more. */
    private static final int MAX_QUERIES = 3;

    /** Queries that wait for one of these; further ones are refused at once, so that they take no threads from other queries. */
    private static final int MAX_WAITING = 5;

    private static final long MAX_WAIT_MILLIS = 2_000;

    /** Events that are folded at once. */
    private static final int MAX_EVENTS = 200;

    private final BiFunction<String, Long, DomainEventStream> events;
    private final DiscardedEvents discarded;
    private final ReadModels models;
    private final Semaphore queue = new Semaphore(MAX_QUERIES + MAX_WAITING);
    private final Semaphore places = new Semaphore(MAX_QUERIES, true);

    /** Receives the events of a stream. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Receives the next event.
         *
         * @param hasEffect false for one that an operator has discarded, whose payload may be unreadable
         * @return false for the first event that is not wanted, and no further one is read
         */
        boolean read(ProjectedEvent event, boolean hasEffect);
    }

    /** @param events opens a stream at a sequence number */
    History(BiFunction<String, Long, DomainEventStream> events, DiscardedEvents discarded, ReadModels models) {
        this.events = events;
        this.discarded = discarded;
        this.models = models;
    }

    /**
     * Answers a query of the past, few at the same time. A request with several keys is one query.
     *
     * @throws HistoryBusyException when too many are being answered
     * @throws OtherEventsException when the event store is not the one that the read models were folded from
     */
    public <T> T query(Supplier<T> query) {
        models.requireSameEvents();
        if (!queue.tryAcquire()) {
            throw new HistoryBusyException();
        }
        try {
            return queryInTurn(query);
        } finally {
            queue.release();
        }
    }

    private <T> T queryInTurn(Supplier<T> query) {
        try {
            if (!places.tryAcquire(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new HistoryBusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HistoryBusyException();
        }
        try {
            return query.get();
        } finally {
            places.release();
        }
    }

    /**
     * Reads the events of a stream in their order, as a projection folds them.
     *
     * @param projection its name
     * @param first sequence number of the first
     * @throws UnprocessableEventException when an event cannot be read or folded
     */
    public void read(String projection, String stream, long first, Reader reader) {
        read(projection, stream, first, event -> true, reader);
    }

    /**
     * The same up to the first event that is not included: it may be one that cannot be read.
     *
     * @param isIncluded whether an event is one of them, by anything but its payload
     */
    public void read(
            String projection, String stream, long first, Predicate<ProjectedEvent> isIncluded, Reader reader) {
        read(projection, events.apply(stream, first), isIncluded, reader);
    }

    /**
     * The same with events of a stream that were read before.
     *
     * @param stored in their order
     */
    public void read(String projection, Iterator<? extends DomainEventMessage<?>> stored, Reader reader) {
        read(projection, stored, event -> true, reader);
    }

    private void read(
            String projection,
            Iterator<? extends DomainEventMessage<?>> stored,
            Predicate<ProjectedEvent> isIncluded,
            Reader reader) {
        boolean more = true;
        while (more && stored.hasNext()) {
            ProjectedEvent event = ProjectedEvent.evenUnreadable(stored.next());
            if (!isIncluded.test(event)) {
                return;
            }
            boolean hasEffect = !discarded.contains(projection, event.id());
            if (hasEffect && event.payload() instanceof UnreadablePayload unreadable) {
                throw new UnprocessableEventException(event, unreadable.cause());
            }
            more = isWanted(event, hasEffect, reader);
        }
    }

    private static boolean isWanted(ProjectedEvent event, boolean hasEffect, Reader reader) {
        try {
            return reader.read(event, hasEffect);
        } catch (MongoException | EventStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnprocessableEventException(event, e);
        }
    }

    /** The document of a key that has a single stream, as the projection would store it; null when the stream is empty. */
    public <V> @Nullable VersionedDocument<V> fold(Projection<V> projection, String key, String stream) {
        return fold(projection, key, stream, Instant.MAX);
    }

    /**
     * The document as it was at an instant: of the events before the first one that happened later.
     *
     * @return null when there were none
     */
    public <V> @Nullable VersionedDocument<V> fold(Projection<V> projection, String key, String stream, Instant asOf) {
        Fold<V> fold = new Fold<>(projection, projection.empty(key));
        read(projection.name(), stream, 0, event -> !event.at().isAfter(asOf), fold::add);
        return fold.version < 0 ? null : new VersionedDocument<>(key, 0, Map.of(stream, fold.version), fold.view);
    }

    private static final class Fold<V> {

        private final Projection<V> projection;
        private V view;
        private long version = -1;

        Fold(Projection<V> projection, V empty) {
            this.projection = projection;
            this.view = empty;
        }

        boolean add(ProjectedEvent event, boolean hasEffect) {
            if (hasEffect && !projection.ignored().contains(event.payload().getClass())) {
                // One by one: what a view has for side collections is of the events folded last.
                view = projection.after(view, List.of(event));
            }
            version = event.sequence();
            return true;
        }
    }

    /**
     * Folds the events of a key's streams that follow a document, stream by stream: for projections whose view does not depend
     * on the order between streams.
     *
     * @param from the document of before; it may be without events
     * @param sides receives each view that has documents for side collections
     * @return the document of the same revision
     * @throws UnprocessableEventException when an event cannot be read or folded
     */
    public <V> VersionedDocument<V> foldOn(
            Projection<V> projection, VersionedDocument<V> from, List<String> streams, Consumer<V> sides) {
        FoldOn<V> fold = new FoldOn<>(projection, from, sides);
        for (String stream : streams) {
            read(projection.name(), stream, from.versionOf(stream) + 1, fold::add);
            fold.foldCollected();
        }
        return new VersionedDocument<>(from.key(), from.revision(), fold.versions, fold.view);
    }

    private static final class FoldOn<V> {

        private final Projection<V> projection;
        private final Consumer<V> sides;
        private final Map<String, Long> versions;
        private final List<ProjectedEvent> collected = new ArrayList<>();
        private V view;

        FoldOn(Projection<V> projection, VersionedDocument<V> from, Consumer<V> sides) {
            this.projection = projection;
            this.sides = sides;
            this.versions = new HashMap<>(from.versions());
            this.view = from.view();
        }

        boolean add(ProjectedEvent event, boolean hasEffect) {
            versions.put(event.stream(), event.sequence());
            if (hasEffect) {
                collected.add(event);
            }
            if (collected.size() >= MAX_EVENTS) {
                foldCollected();
            }
            return true;
        }

        void foldCollected() {
            if (!collected.isEmpty()) {
                view = projection.after(view, List.copyOf(collected));
                collected.clear();
                if (projection.sideDocuments(view) > 0) {
                    sides.accept(view);
                }
            }
        }
    }
}
