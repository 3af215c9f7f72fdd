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
 * Axon's aggregate cache on Caffeine: strong references, because Axon's weak ones are lost at a garbage collection and the
 * whole stream is read again; bounded. Under contention a cached aggregate is refreshed with the newest events first:
 * that costs less than a conflict. The unit of work records each aggregate that was read, for {@link StaleReadCheck}.
 */
final class AggregateCache implements org.axonframework.common.caching.Cache {

    private static final String READ = AggregateCache.class.getName();

    /** A cached aggregate, with its version before the decision. */
    record Read(String stream, EventSourcedAggregate<?> aggregate, long version) {

        boolean appended() {
            return aggregate.version() != version;
        }
    }

    private final Cache<Object, Object> entries;
    private final ContentionDetector contention;
    private final EventStore store;

    AggregateCache(long maxSize, ContentionDetector contention, EventStore store) {
        this.entries = Caffeine.newBuilder().maximumSize(maxSize).build();
        this.contention = contention;
        this.store = store;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> @Nullable V get(K key) {
        if (DryRun.current() != null) {
            return null;
        }
        Object entry = entries.getIfPresent(key);
        if (entry instanceof AggregateCacheEntry<?> cached && CurrentUnitOfWork.isStarted()) {
            recordRead((String) key, cached);
        }
        return (V) entry;
    }

    @SuppressWarnings("NullAway") // the entry holds the live aggregate
    private <T> void recordRead(String stream, AggregateCacheEntry<T> cached) {
        EventSourcedAggregate<T> aggregate = cached.recreateAggregate(null, null, null);
        if (contention.isActive()) {
            refresh(stream, aggregate);
        }
        CurrentUnitOfWork.get()
                .root()
                .<Map<String, Read>>getOrComputeResource(READ, key -> new HashMap<>())
                .putIfAbsent(stream, new Read(stream, aggregate, aggregate.version()));
    }

    private void refresh(String stream, EventSourcedAggregate<?> aggregate) {
        try {
            DomainEventStream newer = KnownEvents.only(store.readEvents(stream, aggregate.version() + 1));
            if (newer.hasNext()) {
                aggregate.initializeState(newer);
            }
        } catch (RuntimeException | Error incomplete) {
            entries.invalidate(stream);
            throw incomplete;
        }
    }

    /** The cached aggregates that a unit of work has read. */
    static Collection<Read> readIn(UnitOfWork<?> unit) {
        return unit.root().getOrDefaultResource(READ, Map.<String, Read>of()).values();
    }

    @Override
    public void put(@Nullable Object key, Object value) {
        // An aggregate whose first command was refused has no identifier.
        if (key != null && DryRun.current() == null) {
            entries.put(key, value);
        }
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return entries.asMap().putIfAbsent(key, value) == null;
    }

    @Override
    public boolean remove(Object key) {
        // The roll-back of a dry run removes no aggregate that others use.
        return DryRun.current() == null && entries.asMap().remove(key) != null;
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
