package stockledger.query.projection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Keeps in memory what other processes have parked, drained and discarded. After a start it retries once what was parked
 * before, so that a release that can process an event drains its key. It does so at a bounded rate.
 */
final class ParkingWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ParkingWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Keys that are retried in one interval: each takes some milliseconds, and as long as it has events that wait. */
    private static final int RETRIES_PER_INTERVAL = 50;

    private static final int CHECKS_BETWEEN_REMOVALS = 12;

    private final ParkingStore store;
    private final ParkedRetries retries;
    private final EpochRegistry epochs;
    private final ThreadPoolTaskScheduler scheduler;
    private final Queue<ParkedKey> toRetry = new ArrayDeque<>();
    private boolean isFirst = true;
    private int checkCount;
    private @Nullable ScheduledFuture<?> checks;

    ParkingWatch(ParkingStore store, ParkedRetries retries, EpochRegistry epochs, ThreadPoolTaskScheduler scheduler) {
        this.store = store;
        this.retries = retries;
        this.epochs = epochs;
        this.scheduler = scheduler;
    }

    /** Also reads now, so that no event is folded which is discarded. */
    @Override
    public synchronized void start() {
        check();
        checks = scheduler.scheduleWithFixedDelay(
                this::check, scheduler.getClock().instant().plus(INTERVAL), INTERVAL);
    }

    /** Reads once, and retries some keys. */
    synchronized void check() {
        try {
            store.discarded().refresh();
            store.keys().refresh();
            if (isFirst) {
                isFirst = false;
                begin();
            } else {
                retrySome();
            }
        } catch (RuntimeException e) {
            LOG.debug("what is parked is unknown until MongoDB is reachable", e);
        }
    }

    private void begin() {
        Set<Epoch> running = removeEnded();
        store.keys().page(ParkedKeys.Filter.ALL, "", Integer.MAX_VALUE).stream()
                .filter(parked -> running.contains(parked.ofEpoch()))
                .forEach(toRetry::add);
    }

    /** Removes what epochs have parked that run no more; returns those that run. */
    private Set<Epoch> removeEnded() {
        Set<Epoch> all = new HashSet<>();
        for (Projection<?> projection : retries.projections()) {
            EpochState state = epochs.read(projection.name());
            Set<Epoch> running = state.running();
            store.keys().removeAllBut(running, projection.name(), state.next());
            all.addAll(running);
        }
        return all;
    }

    private void retrySome() {
        if (checkCount++ % CHECKS_BETWEEN_REMOVALS == 0 && !store.keys().isEmpty()) {
            removeEnded();
        }
        for (int count = 0; count < RETRIES_PER_INTERVAL; count++) {
            ParkedKey parked = toRetry.poll();
            if (parked == null) {
                return;
            }
            try {
                retries.retry(parked);
            } catch (RuntimeException e) {
                LOG.debug("{} is retried later", parked.key(), e);
                toRetry.add(parked);
                return;
            }
        }
    }

    /** The keys that are still to be retried since the start. */
    synchronized List<ParkedKey> toRetry() {
        return List.copyOf(toRetry);
    }

    @Override
    public synchronized void stop() {
        if (checks != null) {
            checks.cancel(true);
            checks = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return checks != null;
    }

    /** Before projections begin to fold. */
    @Override
    public int getPhase() {
        return -1;
    }
}
