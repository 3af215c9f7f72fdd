package stockledger.events.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * Axon's embedded event store, in which one reader at the head reads each event once for all processors of this process. It
 * adds what that class lacks: the reader can be woken for events of other processes, and streams can have a callback
 * that is called when events arrive, instead of being polled twice a second.
 */
final class NotifyingEventStore extends EmbeddedEventStore {

    private final HeadReads reads;
    private final Signals signals;

    private NotifyingEventStore(Builder builder, HeadReads reads, Signals signals) {
        super(builder);
        this.reads = reads;
        this.signals = signals;
    }

    static NotifyingEventStore of(Builder builder, EventStorageEngine engine, HeldEvents held, Signals signals) {
        HeadReads reads = new HeadReads(engine, held);
        return new NotifyingEventStore(builder.storageEngine(reads), reads, signals);
    }

    /** How processes learn of each other's appends. */
    interface Signals {

        /** Called after this process appended events. */
        void appended();

        /** Sets what to call when events were appended; may be called again. */
        void listen(Runnable onAppended);
    }

    /** Lets the reader at the head look for new events now. */
    void wake() {
        reads.expectEvents();
        super.afterCommit(List.of());
    }

    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {
        reads.expectEvents();
        super.afterCommit(events);
        signals.appended();
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken from) {
        return new SkippingStream(super.openStream(from));
    }

    /** This store as a source whose streams call back when events arrive. */
    Source notifying() {
        return new Source();
    }

    final class Source implements StreamableMessageSource<TrackedEventMessage<?>>, AutoCloseable {

        @Override
        public TrackingEventStream openStream(@Nullable TrackingToken from) {
            signals.listen(NotifyingEventStore.this::wake);
            return new NotifiedStream(NotifyingEventStore.this.openStream(from));
        }

        @Override
        public TrackingToken createTailToken() {
            return NotifyingEventStore.this.createTailToken();
        }

        @Override
        public TrackingToken createHeadToken() {
            return NotifyingEventStore.this.createHeadToken();
        }

        @Override
        public TrackingToken createTokenAt(Instant at) {
            return NotifyingEventStore.this.createTokenAt(at);
        }

        @Override
        public void close() {
            shutDown();
        }
    }

    /** A stream that calls back, except for few events of types that its reader skips. */
    private final class NotifiedStream implements TrackingEventStream {

        /** A reader that is called for none of these would read them from the database: only the newest are in memory. */
        private static final int MAX_EVENTS_WITHOUT_CALL = 1_000;

        private final TrackingEventStream stream;
        private final Set<Class<?>> skipped = ConcurrentHashMap.newKeySet();
        private HeadReads.@Nullable Listener listener;

        NotifiedStream(TrackingEventStream stream) {
            this.stream = stream;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            removeListener();
            listener = new HeadReads.Listener() {
                private int uncalled;

                /** Called by the reader at the head only. */
                @Override
                public void onRead(Set<Class<?>> types, int count) {
                    uncalled += count;
                    if (uncalled >= MAX_EVENTS_WITHOUT_CALL || !skipped.containsAll(types)) {
                        uncalled = 0;
                        callback.run();
                    }
                }
            };
            reads.add(listener);
            return true;
        }

        /** Events of this type are still delivered, so that the reader's token passes them, but only with others. */
        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> message) {
            skipped.add(message.getPayloadType());
            stream.skipMessagesWithPayloadTypeOf(message);
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
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return stream.nextAvailable();
        }

        @Override
        public void close() {
            removeListener();
            stream.close();
        }

        private void removeListener() {
            if (listener != null) {
                reads.remove(listener);
                listener = null;
            }
        }
    }
}
