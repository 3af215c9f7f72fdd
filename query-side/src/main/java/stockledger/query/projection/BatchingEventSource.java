package stockledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;

/**
 * The event store as one processor reads it: many events as one message ({@link EventBatch}), and notifications of new events
 * that are delayed under load: the delay after a batch grows with the number of its events, so that processors read and write
 * large batches.
 */
final class BatchingEventSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchingEventSource.class);
    private static final int DELAY_MILLIS_PER_EVENT = 2;

    /** From this number of events per batch on, as from a bulk job, throughput matters more than latency. */
    private static final int LOAD_THRESHOLD = 250;

    /** A reader at the head looks for events after this even without a notification. */
    private static final long MAX_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final EventBatch.Filter filter;
    private final Duration minDelay;
    private final Duration maxDelay;
    private final Duration maxDelayUnderLoad;
    private final TaskScheduler scheduler;
    private final Throttle throttle;

    /**
     * @param events its streams call back when events arrive
     * @param filter the types of events that the processor handles
     * @param minDelay shortest delay of a notification
     * @param maxDelay longest delay of a notification
     * @param maxDelayUnderLoad the same while thousands of events per second are appended
     * @param throttle bounds what the reader takes
     */
    BatchingEventSource(
            StreamableMessageSource<TrackedEventMessage<?>> events,
            EventBatch.Filter filter,
            Duration minDelay,
            Duration maxDelay,
            Duration maxDelayUnderLoad,
            TaskScheduler scheduler,
            Throttle throttle) {
        this.events = events;
        this.filter = filter;
        this.minDelay = minDelay;
        this.maxDelay = maxDelay;
        this.maxDelayUnderLoad = maxDelayUnderLoad;
        this.scheduler = scheduler;
        this.throttle = throttle;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken from) {
        return new BatchingStream(events.openStream(from), Tokens.position(from));
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

    /** Grows with the number of events, since a larger batch saves more under load. */
    private Duration delayAfter(int count) {
        if (count < LOAD_THRESHOLD) {
            Duration delay = Duration.ofMillis((long) count * DELAY_MILLIS_PER_EVENT);
            Duration bounded = delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
            return bounded.compareTo(minDelay) > 0 ? bounded : minDelay;
        }
        Duration delay = Duration.ofMillis(count);
        Duration bounded = delay.compareTo(maxDelayUnderLoad) < 0 ? delay : maxDelayUnderLoad;
        return bounded.compareTo(maxDelay) > 0 ? bounded : maxDelay;
    }

    private final class BatchingStream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private final AtomicBoolean pending = new AtomicBoolean();
        private volatile @Nullable Runnable onAvailable;
        private volatile long notifications;

        // Of the last arrival at the head; written by the reader.
        private long headAtNotification = -1;
        private volatile long headAtNanos;
        private volatile long delayNanos;
        private int taken;
        private long position;

        BatchingStream(BlockingStream<TrackedEventMessage<?>> stream, long position) {
            this.stream = stream;
            this.position = position;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            onAvailable = callback;
            return stream.setOnAvailableCallback(this::available);
        }

        /** Called by the event store when events have arrived. */
        private void available() {
            if (!pending.compareAndSet(false, true)) {
                return;
            }
            long left = headAtNanos + delayNanos - System.nanoTime();
            if (delayNanos == 0 || left <= 0) {
                notifyReader();
                return;
            }
            try {
                scheduler.schedule(this::notifyReader, Instant.now().plusNanos(left));
            } catch (RejectedExecutionException e) {
                LOG.debug("projections stop, and are notified of no more events");
            }
        }

        private void notifyReader() {
            pending.set(false);
            synchronized (this) {
                notifications++;
            }
            Runnable callback = onAvailable;
            if (callback != null) {
                try {
                    callback.run();
                } catch (RejectedExecutionException e) {
                    LOG.debug("a reader stopped while it was notified");
                }
            }
        }

        /** At the head a reader waits for the next notification; otherwise each event would become a batch of one. */
        @Override
        public boolean hasNextAvailable() {
            long current = notifications;
            if (current == headAtNotification && System.nanoTime() - headAtNanos < MAX_SILENCE_NANOS) {
                return false;
            }
            boolean available = stream.hasNextAvailable();
            if (!available) {
                headAtNotification = current;
                delayNanos = delayAfter(taken).toNanos();
                headAtNanos = System.nanoTime();
                taken = 0;
            }
            return available;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            TrackedEventMessage<?> next = EventBatch.next(stream, filter);
            int size = EventBatch.sizeOf(next);
            taken += size;
            long last = position;
            position = Math.max(last, Tokens.position(next.trackingToken()));
            // Events of types that the processor does not handle were read as well.
            throttle.take(Math.max(size, position - last));
            return next;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return stream.hasNextAvailable(timeout, unit);
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            onAvailable = null;
            stream.close();
        }
    }
}
