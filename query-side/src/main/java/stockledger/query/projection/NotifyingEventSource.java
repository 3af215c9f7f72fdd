package stockledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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

/**
 * The event store, with a bell: readers at the end of the events are told when there are more. A store that does not
 * tell them itself has them look twice a second, and a shopper waits that long to see what was done. One reader here
 * stands at the end and rings for all.
 */
final class NotifyingEventSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyingEventSource.class);
    private static final int LISTEN_SECONDS = 1;
    private static final long MILLIS_FOR_EACH = 2;

    /** So many events at one ring are a load, as from a job of many rows: what each costs then counts most. */
    private static final long A_LOAD = 250;

    private static final long LONGEST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventStore events;
    private final Set<Runnable> ears = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration longestGather;
    private final Duration longestGatherUnderLoad;
    private @Nullable Thread ringer;
    private volatile long rings;

    /**
     * @param longestGather between two rings: what comes meanwhile is read together
     * @param longestGatherUnderLoad the same when thousands of events come each second
     */
    NotifyingEventSource(EventStore events, Duration longestGather, Duration longestGatherUnderLoad) {
        this.events = events;
        this.longestGather = longestGather;
        this.longestGatherUnderLoad = longestGatherUnderLoad;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken from) {
        return new Listening(events.openStream(from));
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
        closed.countDown();
        if (ringer != null) {
            ringer.interrupt();
        }
    }

    private synchronized void listen(Runnable ear) {
        ears.add(ear);
        if (ringer == null && closed.getCount() > 0) {
            ringer = new Thread(this::ring, "event-bell");
            ringer.setDaemon(true);
            ringer.start();
        }
    }

    private void ring() {
        while (closed.getCount() > 0) {
            try (BlockingStream<TrackedEventMessage<?>> end = events.openStream(events.createHeadToken())) {
                while (closed.getCount() > 0) {
                    if (end.hasNextAvailable(LISTEN_SECONDS, TimeUnit.SECONDS)) {
                        long come = 0;
                        while (end.hasNextAvailable()) {
                            end.nextAvailable();
                            come++;
                        }
                        rings++;
                        ears.forEach(NotifyingEventSource::tell);
                        if (closed.await(pauseAfter(come), TimeUnit.MILLISECONDS)) {
                            return;
                        }
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the end of the events cannot be read: {}", e.getMessage());
                if (pause()) {
                    return;
                }
            }
        }
    }

    /** A single event is told at once, and so is the next; the more come, the more are worth waiting for. */
    private long pauseAfter(long events) {
        return events < A_LOAD
                ? Math.min(longestGather.toMillis(), events * MILLIS_FOR_EACH)
                : Math.max(longestGather.toMillis(), Math.min(longestGatherUnderLoad.toMillis(), events));
    }

    private boolean pause() {
        try {
            return closed.await(LISTEN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void tell(Runnable ear) {
        try {
            ear.run();
        } catch (RejectedExecutionException e) {
            LOG.debug("a reader stopped listening");
        }
    }

    private final class Listening implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private @Nullable Runnable ear;
        private long endAtRing = -1;
        private long endAtNanos;

        Listening(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            if (!stream.setOnAvailableCallback(callback)) {
                ear = callback;
                listen(callback);
            }
            return true;
        }

        @Override
        public void close() {
            if (ear != null) {
                ears.remove(ear);
            }
            stream.close();
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek();
        }

        /** Whoever came to the end waits for the next ring, lest every event be read, folded and written alone. */
        @Override
        public boolean hasNextAvailable() {
            long ring = rings;
            if (ear != null && ring == endAtRing && System.nanoTime() - endAtNanos < LONGEST_SILENCE_NANOS) {
                return false;
            }
            boolean more = stream.hasNextAvailable();
            if (!more) {
                endAtRing = ring;
                endAtNanos = System.nanoTime();
            }
            return more;
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
