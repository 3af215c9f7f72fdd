package stockledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;

/**
 * The event store, which notifies readers at the head of new events. Axon's JDBC event store supports no availability
 * callback, so its readers would poll twice a second. Here one reader waits at the head for all of them.
 *
 * <p>Between two notifications there is a delay that grows with the number of events, so that under load processors read
 * and write large batches.
 */
final class NotifyingEventSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyingEventSource.class);
    private static final int WAIT_SECONDS = 1;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final int DELAY_MILLIS_PER_EVENT = 2;

    /** From this number of events per notification on, as from a bulk job, throughput matters more than latency. */
    private static final int LOAD_THRESHOLD = 250;

    /** A reader at the head polls after this even without a notification. */
    private static final long MAX_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventStore events;
    private final Set<Runnable> callbacks = ConcurrentHashMap.newKeySet();
    private final Duration maxDelay;
    private final Duration maxDelayUnderLoad;
    private final TaskScheduler scheduler;
    private volatile @Nullable BlockingStream<TrackedEventMessage<?>> head;
    private @Nullable Future<?> waiting;
    private volatile Duration nextDelay = Duration.ZERO;
    private volatile boolean closed;
    private volatile long notifications;

    /**
     * @param maxDelay longest delay between two notifications
     * @param maxDelayUnderLoad the same while thousands of events per second are appended
     * @param scheduler one of its threads is blocked most of the time
     */
    NotifyingEventSource(EventStore events, Duration maxDelay, Duration maxDelayUnderLoad, TaskScheduler scheduler) {
        this.events = events;
        this.maxDelay = maxDelay;
        this.maxDelayUnderLoad = maxDelayUnderLoad;
        this.scheduler = scheduler;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken from) {
        return new NotifiedStream(events.openStream(from));
    }

    @Override
    public TrackingToken createTailToken() {
        return events.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return events.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant at) {
        return events.createTokenAt(at);
    }

    synchronized void close() {
        closed = true;
        if (waiting != null) {
            waiting.cancel(true);
        }
        closeHead();
    }

    private synchronized void addCallback(Runnable callback) {
        callbacks.add(callback);
        if (waiting == null && !closed) {
            waiting = scheduler.schedule(this::awaitEvents, context -> {
                Instant last = context.lastCompletion();
                return (last == null ? Instant.now() : last).plus(nextDelay);
            });
        }
    }

    /** Waits a bounded time at the head and notifies once; the scheduler calls it again after {@link #nextDelay}. */
    private void awaitEvents() {
        nextDelay = Duration.ZERO;
        try {
            BlockingStream<TrackedEventMessage<?>> stream = head;
            if (stream == null) {
                stream = events.openStream(events.createHeadToken());
                head = stream;
            }
            if (stream.hasNextAvailable(WAIT_SECONDS, TimeUnit.SECONDS)) {
                int count = 0;
                while (stream.hasNextAvailable()) {
                    stream.nextAvailable();
                    count++;
                }
                notifications++;
                callbacks.forEach(NotifyingEventSource::call);
                nextDelay = delayAfter(count);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.warn("the head of the event store cannot be read: {}", e.getMessage());
            }
            closeHead();
            nextDelay = RETRY_DELAY;
        }
    }

    private synchronized void closeHead() {
        BlockingStream<TrackedEventMessage<?>> stream = head;
        if (stream != null) {
            stream.close();
            head = null;
        }
    }

    /** Grows with the number of events, since a larger batch saves more under load. */
    private Duration delayAfter(int count) {
        if (count < LOAD_THRESHOLD) {
            Duration delay = Duration.ofMillis((long) count * DELAY_MILLIS_PER_EVENT);
            return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
        }
        Duration delay = Duration.ofMillis(count);
        Duration bounded = delay.compareTo(maxDelayUnderLoad) < 0 ? delay : maxDelayUnderLoad;
        return bounded.compareTo(maxDelay) > 0 ? bounded : maxDelay;
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RejectedExecutionException e) {
            LOG.debug("a reader stopped while it was notified");
        }
    }

    private final class NotifiedStream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private @Nullable Runnable callback;
        private long headAtNotification = -1;
        private long headAtNanos;

        NotifiedStream(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable onAvailable) {
            if (!stream.setOnAvailableCallback(onAvailable)) {
                callback = onAvailable;
                addCallback(onAvailable);
            }
            return true;
        }

        @Override
        public void close() {
            if (callback != null) {
                callbacks.remove(callback);
            }
            stream.close();
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek();
        }

        /** At the head a reader waits for the next notification; otherwise each event would become a batch of one. */
        @Override
        public boolean hasNextAvailable() {
            long current = notifications;
            if (callback != null
                    && current == headAtNotification
                    && System.nanoTime() - headAtNanos < MAX_SILENCE_NANOS) {
                return false;
            }
            boolean available = stream.hasNextAvailable();
            if (!available) {
                headAtNotification = current;
                headAtNanos = System.nanoTime();
            }
            return available;
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return stream.hasNextAvailable(timeout, unit);
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return stream.nextAvailable();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }
    }
}
