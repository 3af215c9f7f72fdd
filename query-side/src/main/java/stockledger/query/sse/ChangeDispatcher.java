package stockledger.query.sse;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.query.cache.InvalidationEvents;

/**
 * Looks at what is watched, once for all who watch it: at a SKU when this process hears that it changed, and at all of
 * them again and again while it may not have heard. One thread does.
 *
 * <p>How it works. A process that hears misses nothing; what it heard of under one connection to Redis, one generation
 * and one epoch says nothing of another. So when any of the three changes, and while nothing is heard, all is looked at
 * until whatever this process kept from before is older than the bound on staleness, and once more.
 */
final class ChangeDispatcher implements InvalidationEvents.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeDispatcher.class);
    private static final int MOST_AT_ONCE = 200;

    private final SubscriberRegistry watch;
    private final Pages pages;
    private final InvalidationEvents changes;
    private final ScheduledExecutorService thread;
    private final long doubtNanos;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable SubscriptionState ground;
    private long doubtedAt;
    private boolean troubled;

    /** What all that was heard rests on. */
    private record SubscriptionState(InvalidationEvents.SubscriptionState hearing, String shelf) {}

    ChangeDispatcher(
            SubscriberRegistry watch,
            Pages pages,
            InvalidationEvents changes,
            StreamSettings settings,
            ScheduledExecutorService thread) {
        this.watch = watch;
        this.pages = pages;
        this.changes = changes;
        this.thread = thread;
        this.doubtNanos = TimeUnit.MILLISECONDS.toNanos(changes.stalenessMillis() + 2L * settings.recheckMillis());
    }

    @Override
    public void changed(String shelf, String key) {
        SubscriptionState on = ground;
        if (on != null && on.shelf().equals(shelf) && watch.isWatched(key)) {
            changed.add(key);
            wake();
        }
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                thread.execute(this::lookAtChanged);
            } catch (RejectedExecutionException e) {
                // Nobody stays any more.
            }
        }
    }

    private void lookAtChanged() {
        woken.set(false);
        List<String> now = new ArrayList<>(changed);
        now.forEach(changed::remove);
        try {
            look(now);
        } catch (RuntimeException e) {
            trouble(e);
        }
    }

    /** Looks at everything, if this process may not have heard of a change. */
    void round() {
        try {
            SubscriptionState now = new SubscriptionState(changes.ground(), pages.shelf());
            if (!now.hearing().isFirm() || !now.equals(ground)) {
                doubtedAt = System.nanoTime();
                ground = now;
            }
            if (isInDoubt()) {
                look(watch.keys());
            }
            troubled = false;
        } catch (RuntimeException e) {
            trouble(e);
        }
    }

    private boolean isInDoubt() {
        return System.nanoTime() - doubtedAt < doubtNanos;
    }

    private void trouble(RuntimeException why) {
        doubtedAt = System.nanoTime();
        if (!troubled && watch.size() > 0) {
            LOG.warn("what is watched cannot be looked at: {}", Objects.toString(why.getMessage(), why.toString()));
            troubled = true;
        }
    }

    private void look(List<String> keys) {
        for (int from = 0; from < keys.size(); from += MOST_AT_ONCE) {
            pages.find(keys.subList(from, Math.min(keys.size(), from + MOST_AT_ONCE)))
                    .forEach(watch::offer);
        }
    }
}
