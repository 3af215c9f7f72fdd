package stockledger.events.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of Axon Server for an embedded event store, so that one stream at the head serves all processors of this
 * process: each event is sent and deserialized once. Tracking tokens then pass every event, also those that a
 * processor skips; a processor with a stream of its own would never see these and seem to lag behind.
 */
final class StreamedEvents implements EventStorageEngine, NotifyingEventStore.Signals {

    private static final Logger LOG = LoggerFactory.getLogger(StreamedEvents.class);

    /** Longest wait for the next of events that exist. */
    private static final int WAIT_SECONDS = 10;

    private final StreamableMessageSource<TrackedEventMessage<?>> source;
    private volatile Runnable onAvailable = () -> {};

    // Used by the reader at the head only.
    private @Nullable BlockingStream<TrackedEventMessage<?>> head;
    private @Nullable TrackingToken lastAtHead;
    private boolean failing;

    StreamedEvents(StreamableMessageSource<TrackedEventMessage<?>> source) {
        this.source = source;
    }

    /** Axon Server sends new events to every process. */
    @Override
    public void appended() {}

    @Override
    public void listen(Runnable onAppended) {
        onAvailable = onAppended;
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken after, boolean mayBlock) {
        if (mayBlock) {
            if (!Objects.equals(after, lastAtHead)) {
                close();
            }
            return StreamSupport.stream(new Arrived(after), false);
        }
        BlockingStream<TrackedEventMessage<?>> stream = source.openStream(after);
        return StreamSupport.stream(new Existing(stream, after), false).onClose(stream::close);
    }

    /** The events that have arrived at the head; the stream stays open for the next read. */
    private final class Arrived extends AbstractSpliterator<TrackedEventMessage<?>> {

        private final @Nullable TrackingToken after;

        Arrived(@Nullable TrackingToken after) {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
            this.after = after;
        }

        @Override
        public boolean tryAdvance(Consumer<? super TrackedEventMessage<?>> action) {
            TrackedEventMessage<?> next = next();
            if (next == null) {
                return false;
            }
            action.accept(next);
            lastAtHead = next.trackingToken();
            return true;
        }

        private @Nullable TrackedEventMessage<?> next() {
            try {
                BlockingStream<TrackedEventMessage<?>> stream = open();
                TrackedEventMessage<?> next = stream.hasNextAvailable() ? stream.nextAvailable() : null;
                failing = false;
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.warn("the head of the event store cannot be read until it is reachable: {}", e.toString());
                }
                failing = true;
                close();
                return null;
            }
        }

        private BlockingStream<TrackedEventMessage<?>> open() {
            BlockingStream<TrackedEventMessage<?>> stream = head;
            if (stream == null) {
                lastAtHead = after;
                stream = source.openStream(after);
                head = stream;
                stream.setOnAvailableCallback(() -> onAvailable.run());
            }
            return stream;
        }
    }

    /** The events up to the head at the time of opening. */
    private final class Existing extends AbstractSpliterator<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private final long end;
        private long last;

        Existing(BlockingStream<TrackedEventMessage<?>> stream, @Nullable TrackingToken after) {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
            this.stream = stream;
            this.last = position(after);
            this.end = position(source.createHeadToken());
        }

        @Override
        public boolean tryAdvance(Consumer<? super TrackedEventMessage<?>> action) {
            if (last >= end) {
                return false;
            }
            try {
                if (!stream.hasNextAvailable(WAIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new EventStoreException("event " + (last + 1) + " of " + end + " was not sent");
                }
                TrackedEventMessage<?> next = stream.nextAvailable();
                last = position(next.trackingToken());
                action.accept(next);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EventStoreException("interrupted while reading events", e);
            }
        }
    }

    private void close() {
        BlockingStream<TrackedEventMessage<?>> stream = head;
        head = null;
        if (stream != null) {
            stream.close();
        }
    }

    private static long position(@Nullable TrackingToken token) {
        return token == null ? -1 : token.position().orElse(-1);
    }

    @Override
    public TrackingToken createTailToken() {
        return source.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return source.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant at) {
        return source.createTokenAt(at);
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DomainEventStream readEvents(String stream, long firstSequence) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String stream) {
        throw new UnsupportedOperationException();
    }
}
