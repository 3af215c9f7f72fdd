package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.location.LocationEvent.LocationOpened;

/** On Axon Server the readers of a process share one stream at the head, and their tokens pass events that they skip. */
class ReadersShareOneStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Server server = new Server();
    private final StreamedEvents engine = new StreamedEvents(server);
    private final HeldEvents held = new HeldEvents(
            1 << 20,
            new NamedJsonSerializer(EventNames.with(new SnapshotTypes(List.of())), EventJson.forEvents()),
            (stream, sequence) -> {
                throw new IllegalStateException("no event is read again");
            });
    private final NotifyingEventStore.Source source = NotifyingEventStore.of(
                    EmbeddedEventStore.builder().cachedEvents(10), engine, held, engine)
            .notifying();

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aTokenPassesEventsOfSkippedTypes() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            AtomicInteger calls = callsOf(stream);
            server.append(new LocationOpened(new LocationId("north"), "North"));
            stream.skipMessagesWithPayloadTypeOf(stream.nextAvailable());
            server.append(EventStoreNode.receipt(new Sku("A"), 0).getPayload());
            stream.nextAvailable();
            await().atMost(PATIENCE)
                    .untilAtomic(calls, count -> assertThat(count).isPositive());

            server.append(new LocationOpened(new LocationId("south"), "South"));

            assertThat(stream.nextAvailable().trackingToken()).isEqualTo(server.createHeadToken());
        }
    }

    @Test
    void readersAtTheHeadReceiveTheSameMessages() throws InterruptedException {
        List<BlockingStream<TrackedEventMessage<?>>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            BlockingStream<TrackedEventMessage<?>> reader = source.openStream(null);
            assertThat(reader.hasNextAvailable()).isFalse();
            readers.add(reader);
        }
        server.append("one");
        server.append("two");

        for (String payload : List.of("one", "two")) {
            Set<TrackedEventMessage<?>> received = new HashSet<>();
            for (BlockingStream<TrackedEventMessage<?>> reader : readers) {
                received.add(reader.nextAvailable());
            }
            assertThat(received).singleElement().returns(payload, EventMessage::getPayload);
        }
        await().atMost(PATIENCE).until(() -> server.open.size() == 1);
        readers.forEach(BlockingStream::close);
    }

    @Test
    void aReaderThatStartsLateReceivesEveryEventOnce() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            server.append("event " + i);
        }
        try (BlockingStream<TrackedEventMessage<?>> ahead = source.openStream(server.createHeadToken());
                BlockingStream<TrackedEventMessage<?>> late = source.openStream(null)) {
            assertThat(ahead.hasNextAvailable()).isFalse();
            for (int i = 0; i < 50; i++) {
                assertThat(late.nextAvailable().getPayload()).isEqualTo("event " + i);
            }
            server.append("event 50");
            assertThat(late.nextAvailable().getPayload()).isEqualTo("event 50");
            assertThat(ahead.nextAvailable().getPayload()).isEqualTo("event 50");
        }
    }

    @Test
    void aBrokenStreamIsOpenedAgain() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();
            server.append("before");
            assertThat(stream.nextAvailable().getPayload()).isEqualTo("before");

            server.open.forEach(one -> one.broken = true);
            server.append("after");

            assertThat(stream.nextAvailable().getPayload()).isEqualTo("after");
        }
    }

    private static AtomicInteger callsOf(BlockingStream<TrackedEventMessage<?>> stream) {
        AtomicInteger calls = new AtomicInteger();
        stream.setOnAvailableCallback(calls::incrementAndGet);
        return calls;
    }

    /** Streams events as Axon Server does: never again one of a type that the reader of a stream skips. */
    private static final class Server implements StreamableMessageSource<TrackedEventMessage<?>> {

        private final List<Object> payloads = new CopyOnWriteArrayList<>();
        private final List<ServerStream> open = new CopyOnWriteArrayList<>();

        void append(Object payload) {
            payloads.add(payload);
            open.forEach(stream -> stream.onAvailable.run());
        }

        @Override
        public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
            ServerStream stream =
                    new ServerStream(after == null ? 0 : (int) after.position().orElseThrow() + 1);
            open.add(stream);
            return stream;
        }

        @Override
        public TrackingToken createTailToken() {
            throw new UnsupportedOperationException();
        }

        @Override
        @SuppressWarnings("NullAway") // as Axon's event stores return for an empty store
        public TrackingToken createHeadToken() {
            return payloads.isEmpty() ? null : new GlobalSequenceTrackingToken(payloads.size() - 1L);
        }

        @Override
        public TrackingToken createTokenAt(Instant at) {
            throw new UnsupportedOperationException();
        }

        private final class ServerStream implements BlockingStream<TrackedEventMessage<?>> {

            private final Set<Class<?>> skipped = new HashSet<>();
            private volatile Runnable onAvailable = () -> {};
            private volatile boolean broken;
            private int next;

            ServerStream(int next) {
                this.next = next;
            }

            @Override
            public Optional<TrackedEventMessage<?>> peek() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean hasNextAvailable(int timeout, TimeUnit unit) {
                if (broken) {
                    throw new IllegalStateException("the stream is broken");
                }
                while (next < payloads.size()
                        && skipped.contains(payloads.get(next).getClass())) {
                    next++;
                }
                return next < payloads.size();
            }

            @Override
            public TrackedEventMessage<?> nextAvailable() {
                int index = next++;
                return new GenericTrackedEventMessage<>(
                        new GlobalSequenceTrackingToken(index),
                        new GenericMessage<>(payloads.get(index)),
                        Instant::now);
            }

            @Override
            public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> message) {
                skipped.add(message.getPayloadType());
            }

            @Override
            public boolean setOnAvailableCallback(Runnable callback) {
                onAvailable = callback;
                return true;
            }

            @Override
            public void close() {
                open.remove(this);
            }
        }
    }
}
