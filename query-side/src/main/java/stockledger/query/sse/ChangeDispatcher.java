package stockledger.query.sse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskExecutor;
import stockledger.query.cache.InvalidationEvents;

/**
 * Reads changed pages once for all subscribers: a single page after its invalidation, all watched pages while
 * invalidations may have been missed.
 *
 * <p>A process misses no invalidation within one Redis subscription, one cache generation and one epoch. When any of the
 * three changes, or while there is no subscription, all watched pages are read repeatedly until entries of the local
 * cache from before the change have exceeded the maximum staleness, and once more.
 */
final class ChangeDispatcher implements InvalidationEvents.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeDispatcher.class);
    private static final int BATCH_SIZE = 200;

    private final SubscriberRegistry subscribers;
    private final PageSource pages;
    private final InvalidationEvents invalidations;
    private final TaskExecutor executor;
    private final Duration recheckPeriod;
    private final Set<String> invalidatedKeys = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Source source;
    private long recheckUntilNanos;
    private boolean failing;

    /** The state under which no invalidation was missed. */
    private record Source(InvalidationEvents.SubscriptionState subscription, String region) {}

    /** @param recheckInterval between two calls of {@link #recheck()} */
    ChangeDispatcher(
            SubscriberRegistry subscribers,
            PageSource pages,
            InvalidationEvents invalidations,
            Duration recheckInterval,
            TaskExecutor executor) {
        this.subscribers = subscribers;
        this.pages = pages;
        this.invalidations = invalidations;
        this.executor = executor;
        this.recheckPeriod = invalidations.maxStaleness().plus(recheckInterval.multipliedBy(2));
        this.recheckUntilNanos = System.nanoTime();
    }

    @Override
    public void onInvalidation(String region, String key) {
        Source current = source;
        if (current != null && current.region().equals(region) && subscribers.isWatched(key)) {
            invalidatedKeys.add(key);
            if (scheduled.compareAndSet(false, true)) {
                try {
                    executor.execute(this::dispatchInvalidated);
                } catch (RejectedExecutionException e) {
                    LOG.debug("invalidation of {} is not dispatched: shutting down", key);
                }
            }
        }
    }

    private void dispatchInvalidated() {
        scheduled.set(false);
        List<String> keys = new ArrayList<>(invalidatedKeys);
        keys.forEach(invalidatedKeys::remove);
        try {
            dispatch(keys);
        } catch (RuntimeException e) {
            recheckAfter(e);
        }
    }

    /** Dispatches all watched pages if invalidations may have been missed. */
    void recheck() {
        try {
            Source current = new Source(invalidations.state(), pages.region());
            if (!current.subscription().isActive() || !current.equals(source)) {
                extendRechecks();
                source = current;
            }
            if (System.nanoTime() - recheckUntilNanos < 0) {
                dispatch(subscribers.keys());
            }
            failing = false;
        } catch (RuntimeException e) {
            recheckAfter(e);
        }
    }

    private void extendRechecks() {
        recheckUntilNanos = System.nanoTime() + recheckPeriod.toNanos();
    }

    private void recheckAfter(RuntimeException failure) {
        extendRechecks();
        if (!failing && subscribers.size() > 0) {
            LOG.warn("watched pages cannot be read: {}", Objects.toString(failure.getMessage(), failure.toString()));
            failing = true;
        }
    }

    private void dispatch(List<String> keys) {
        for (int from = 0; from < keys.size(); from += BATCH_SIZE) {
            pages.find(keys.subList(from, Math.min(keys.size(), from + BATCH_SIZE)))
                    .forEach(subscribers::offer);
        }
    }
}
