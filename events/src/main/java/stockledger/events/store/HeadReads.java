package stockledger.events.store;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * A storage engine that notifies listeners of what the reader at the head has read, and saves the reader's second look:
 * after it has read events, Axon's reader always looks again before it waits. What readers get is bounded in bytes, see
 * {@link HeldEvents}.
 */
final class HeadReads implements EventStorageEngine {

    /** While more events are appended than are read, a read does not end; listeners are notified of this many at a time. */
    private static final int MAX_EVENTS_PER_NOTIFICATION = 200;

    private final EventStorageEngine engine;
    private final HeldEvents held;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Whether events may have been appended since the last read began. */
    private final AtomicBoolean appended = new AtomicBoolean();

    /** Whether the last read found events and reached the head. */
    private volatile boolean upToDate;

    /** @param held bounds the events that readers hold, in bytes */
    HeadReads(EventStorageEngine engine, HeldEvents held) {
        this.engine = engine;
        this.held = held;
    }

    /** Called by the reader at the head once it has added events to its cache. */
    interface Listener {

        /**
         * Called after each read.
         *
         * @param types payload types of the events
         * @param count number of the events
         */
        void onRead(Set<Class<?>> types, int count);
    }

    void add(Listener listener) {
        listeners.add(listener);
    }

    void remove(Listener listener) {
        listeners.remove(listener);
    }

    /** Makes the next read look for events; called before the reader is woken. */
    void expectEvents() {
        appended.set(true);
    }

    /** Only the reader at the head passes {@code true}. */
    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken after, boolean mayBlock) {
        if (!mayBlock) {
            Order order = new Order(after);
            return engine.readEvents(after, false).map(event -> held.hold(event, order.isLate(event)));
        }
        boolean secondLook = upToDate;
        upToDate = false;
        if (!appended.getAndSet(false) && secondLook) {
            return Stream.empty();
        }
        Stream<? extends TrackedEventMessage<?>> events = engine.readEvents(after, true);
        return StreamSupport.stream(new Observed(events.spliterator(), after), false)
                .onClose(events::close);
    }

    /** The positions of the tokens of one read. The token of an event that was appended late is at that of the event before it. */
    private static final class Order {

        private long last;

        Order(@Nullable TrackingToken after) {
            this.last = position(after);
        }

        boolean isLate(TrackedEventMessage<?> event) {
            long position = position(event.trackingToken());
            boolean late = position <= last;
            last = Math.max(last, position);
            return late;
        }

        private static long position(@Nullable TrackingToken token) {
            return token == null ? -1 : token.position().orElse(-1);
        }
    }

    /** The reader has added an event to its cache before it asks for the next one. */
    private final class Observed extends AbstractSpliterator<TrackedEventMessage<?>> {

        private final Spliterator<? extends TrackedEventMessage<?>> events;
        private final Order order;
        private final Set<Class<?>> types = new HashSet<>();
        private long count;
        private int unreported;

        Observed(Spliterator<? extends TrackedEventMessage<?>> events, @Nullable TrackingToken after) {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
            this.events = events;
            this.order = new Order(after);
        }

        @Override
        public boolean tryAdvance(Consumer<? super TrackedEventMessage<?>> action) {
            boolean advanced = false;
            try {
                advanced = events.tryAdvance(event -> {
                    action.accept(held.hold(event, order.isLate(event)));
                    types.add(event.getPayloadType());
                    count++;
                    unreported++;
                });
                upToDate = !advanced && count > 0;
                return advanced;
            } finally {
                // Also when a read fails after others succeeded.
                if (!types.isEmpty() && (!advanced || count % MAX_EVENTS_PER_NOTIFICATION == 0)) {
                    Set<Class<?>> read = Set.copyOf(types);
                    int events = unreported;
                    types.clear();
                    unreported = 0;
                    listeners.forEach(listener -> listener.onRead(read, events));
                }
            }
        }
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        engine.appendEvents(events);
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        engine.storeSnapshot(snapshot);
    }

    @Override
    public DomainEventStream readEvents(String stream, long firstSequence) {
        return engine.readEvents(stream, firstSequence);
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String stream) {
        return engine.readSnapshot(stream);
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String stream) {
        return engine.lastSequenceNumberFor(stream);
    }

    @Override
    public TrackingToken createTailToken() {
        return engine.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return engine.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant at) {
        return engine.createTokenAt(at);
    }
}
