package stockledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.axonframework.common.Registration;
import org.axonframework.eventsourcing.AggregateCacheEntry;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates in memory: strongly held, so that no garbage collection makes a hot one read its whole stream again, and
 * bounded. While other processes append to the same streams, one that is taken from here first learns what they appended:
 * that is a few events, and saves a lost race, after which all of it would be read again. It notes in the unit of work
 * which aggregate a decision came from, so that a decision which stores nothing can be checked against the store.
 */
final class AggregateCache implements org.axonframework.common.caching.Cache {

    private static final String DECIDED_FROM = AggregateCache.class.getName();

    /** A cached aggregate as it was when the decision began. */
    record Taken(String stream, EventSourcedAggregate<?> aggregate, long version) {

        boolean appended() {
            return aggregate.version() != version;
        }
    }

    private final Cache<Object, Object> entries;
    private final ContentionDetector rivals;
    private final EventStore store;

    AggregateCache(long most, ContentionDetector rivals, EventStore store) {
        this.entries = Caffeine.newBuilder().maximumSize(most).build();
        this.rivals = rivals;
        this.store = store;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> @Nullable V get(K key) {
        Object entry = entries.getIfPresent(key);
        if (entry instanceof AggregateCacheEntry<?> cached && CurrentUnitOfWork.isStarted()) {
            note((String) key, cached);
        }
        return (V) entry;
    }

    @SuppressWarnings("NullAway") // the entry holds the live aggregate, so nothing is needed to recreate it
    private <T> void note(String stream, AggregateCacheEntry<T> cached) {
        EventSourcedAggregate<T> aggregate = cached.recreateAggregate(null, null, null);
        if (rivals.areAbout()) {
            catchUp(stream, aggregate);
        }
        CurrentUnitOfWork.get()
                .root()
                .<Map<String, Taken>>getOrComputeResource(DECIDED_FROM, key -> new HashMap<>())
                .putIfAbsent(stream, new Taken(stream, aggregate, aggregate.version()));
    }

    private void catchUp(String stream, EventSourcedAggregate<?> aggregate) {
        try {
            DomainEventStream others = store.readEvents(stream, aggregate.version() + 1);
            if (others.hasNext()) {
                aggregate.initializeState(others);
            }
        } catch (RuntimeException | Error halfWay) {
            entries.invalidate(stream);
            throw halfWay;
        }
    }

    /** The cached aggregates that a unit of work's decisions came from. */
    static Collection<Taken> taken(UnitOfWork<?> unit) {
        return unit.root()
                .getOrDefaultResource(DECIDED_FROM, Map.<String, Taken>of())
                .values();
    }

    @Override
    public void put(@Nullable Object key, Object value) {
        // A stream that began with a refusal has no name and nothing to remember.
        if (key != null) {
            entries.put(key, value);
        }
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return entries.asMap().putIfAbsent(key, value) == null;
    }

    @Override
    public boolean remove(Object key) {
        return entries.asMap().remove(key) != null;
    }

    @Override
    public void removeAll() {
        entries.invalidateAll();
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.asMap().containsKey(key);
    }

    @Override
    public <V> void computeIfPresent(Object key, UnaryOperator<V> update) {
        entries.asMap().computeIfPresent(key, (k, value) -> apply(update, value));
    }

    @SuppressWarnings("unchecked")
    private static <V> @Nullable Object apply(UnaryOperator<V> update, Object value) {
        return update.apply((V) value);
    }

    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        return () -> true;
    }
}
