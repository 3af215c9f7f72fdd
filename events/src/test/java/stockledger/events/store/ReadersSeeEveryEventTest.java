package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import stockledger.events.DeliveredEvent;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.store.lookup.StoredEvents;

/** A reader of PostgreSQL's event stream is called back for new events, and receives each once, gaps or not. */
class ReadersSeeEveryEventTest {

    private static final int LARGE_EVENTS = 36;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger calls = new AtomicInteger();
    private static EmbeddedPostgres postgres;
    private static int databases;
    private String url;
    private EventStoreNode node;

    @BeforeAll
    static void startPostgres() {
        postgres = EventStoreNode.postgres();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    /** Each test has a database of its own. */
    @BeforeEach
    void start() {
        String database = "readers" + databases++;
        new JdbcTemplate(postgres.getPostgresDatabase()).execute("CREATE DATABASE " + database);
        url = "--stockledger.event-store.jdbc.url=" + postgres.getJdbcUrl("postgres", database);
        node = new EventStoreNode(postgres, url);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aReaderAtTheHeadIsCalledBack() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> stream = atHead()) {
            node.events().publish(EventStoreNode.receipt(new Sku("A"), 0));

            await().atMost(PATIENCE)
                    .untilAtomic(calls, count -> assertThat(count).isPositive());
            assertThat(stream.nextAvailable().getPayload()).hasFieldOrPropertyWithValue("sku", new Sku("A"));
        }
    }

    @Test
    void aReaderIsCalledBackForEventsOfAnotherProcess() throws InterruptedException {
        try (EventStoreNode other = new EventStoreNode(postgres, url);
                BlockingStream<TrackedEventMessage<?>> stream = atHead()) {
            other.events().publish(EventStoreNode.receipt(new Sku("A"), 0));

            await().atMost(PATIENCE)
                    .untilAtomic(calls, count -> assertThat(count).isPositive());
            assertThat(stream.nextAvailable().getPayload()).hasFieldOrPropertyWithValue("sku", new Sku("A"));
        }
    }

    @Test
    void typesThatAReaderSkipsCauseNoCallButAreDelivered() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> stream = atHead()) {
            node.events().publish(location(0));
            await().atMost(PATIENCE)
                    .untilAtomic(calls, count -> assertThat(count).isPositive());
            stream.skipMessagesWithPayloadTypeOf(stream.nextAvailable());
            int before = calls.get();

            node.events().publish(location(1));
            assertThat(stream.nextAvailable().getPayload()).isInstanceOf(LocationOpened.class);
            node.events().publish(EventStoreNode.receipt(new Sku("A"), 0));

            await().atMost(PATIENCE).until(() -> calls.get() > before);
            assertThat(calls).hasValue(before + 1);
        }
    }

    /** So a payload is deserialized once, however many processors read it. */
    @Test
    void readersAtTheHeadReceiveTheSameMessage() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> one = atHead();
                BlockingStream<TrackedEventMessage<?>> other = atHead()) {
            node.events().publish(EventStoreNode.receipt(new Sku("A"), 0));

            assertThat(one.nextAvailable()).isSameAs(other.nextAvailable());
        }
    }

    @Test
    void anEventThatWasAppendedLateFillsItsGap() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> stream = atHead()) {
            Transaction late = node.bean(TransactionManager.class).startTransaction();
            node.events().publish(EventStoreNode.receipt(new Sku("LATE"), 0));
            Thread other = new Thread(() -> node.events().publish(EventStoreNode.receipt(new Sku("A"), 0)));
            other.start();
            other.join();
            assertThat(stream.nextAvailable().getPayload()).hasFieldOrPropertyWithValue("sku", new Sku("A"));

            late.commit();

            TrackedEventMessage<?> read = stream.nextAvailable();
            assertThat(read.getPayload()).hasFieldOrPropertyWithValue("sku", new Sku("LATE"));
            assertThat(DeliveredEvent.isLate(read)).isTrue();
            StoredEvents.Address address = new StoredEvents.Address("stock:LATE", 0);
            assertThat(node.bean(StoredEvents.class).positionsOf(List.of(address)))
                    .containsOnlyKeys(address)
                    .allSatisfy((event, position) -> assertThat(position)
                            .isLessThan(read.trackingToken().position().orElseThrow()));
        }
    }

    /** More of them than one read returns and than are held in memory. */
    @Test
    void largeEventsAreReadInParts() throws InterruptedException {
        String large = "x".repeat(1 << 20);
        try (BlockingStream<TrackedEventMessage<?>> stream = atHead()) {
            List<TrackedEventMessage<?>> read = new ArrayList<>();
            for (int i = 0; i < LARGE_EVENTS; i++) {
                node.events().publish(large(i, large));
            }
            while (read.size() < LARGE_EVENTS) {
                read.add(stream.nextAvailable());
            }
            assertThat(read)
                    .extracting(event -> ((StockReceived) event.getPayload()).quantity())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, LARGE_EVENTS).boxed().toList());
        }
        assertThat(node.events()
                        .readEvents(new Sku("LARGE").stockStream())
                        .asStream()
                        .map(DomainEventMessage::getSequenceNumber))
                .containsExactlyElementsOf(
                        LongStream.range(0, LARGE_EVENTS).boxed().toList());
        try (BlockingStream<TrackedEventMessage<?>> stream = node.events().openStream(null)) {
            for (int i = 0; i < LARGE_EVENTS; i++) {
                assertThat(((DomainEventMessage<?>) stream.nextAvailable()).getSequenceNumber())
                        .isEqualTo(i);
            }
        }
    }

    private static DomainEventMessage<StockReceived> large(long sequence, String note) {
        Sku sku = new Sku("LARGE");
        return new GenericDomainEventMessage<>(
                "StockItem",
                sku.stockStream(),
                sequence,
                new StockReceived(sku, new LocationId("north"), sequence + 1, note));
    }

    /** Longer than a batch of the reader. */
    @Test
    void aLongGapIsCrossed() throws InterruptedException {
        node.events().publish(EventStoreNode.receipt(new Sku("A"), 0));
        node.sql().execute("SELECT nextval('domainevententry_globalindex_seq') FROM generate_series(1, 1000)");
        node.events().publish(EventStoreNode.receipt(new Sku("A"), 1));
        node.sql().execute("SELECT nextval('domainevententry_globalindex_seq') FROM generate_series(1, 1000)");
        node.events().publish(EventStoreNode.receipt(new Sku("A"), 2));

        try (BlockingStream<TrackedEventMessage<?>> stream = node.events().openStream(null)) {
            List<Long> sequences = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sequences.add(((DomainEventMessage<?>) stream.nextAvailable()).getSequenceNumber());
            }
            assertThat(sequences).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void manyBatchesAreReadInOrder() throws InterruptedException {
        int events = 1_001;
        node.events()
                .publish(LongStream.range(0, events)
                        .mapToObj(sequence -> EventStoreNode.receipt(new Sku("A"), sequence))
                        .toList());

        try (BlockingStream<TrackedEventMessage<?>> stream = node.events().openStream(null)) {
            for (long sequence = 0; sequence < events; sequence++) {
                assertThat(((DomainEventMessage<?>) stream.nextAvailable()).getSequenceNumber())
                        .isEqualTo(sequence);
            }
        }
    }

    /** Those of its own process a reader takes from memory, all others from PostgreSQL. */
    @Test
    void eventsOfTwoProcessesAreEachDeliveredOnceAtTheirIndex() throws InterruptedException {
        int eventsEach = 200;
        try (EventStoreNode other = new EventStoreNode(postgres, url);
                BlockingStream<TrackedEventMessage<?>> stream = atHead()) {
            List<Thread> writers = List.of(
                    new Thread(() -> publishAlone(node, "A", eventsEach)),
                    new Thread(() -> publishAlone(other, "B", eventsEach)));
            writers.forEach(Thread::start);

            Map<String, Long> indexes = new HashMap<>();
            Set<String> late = new HashSet<>();
            for (int i = 0; i < 2 * eventsEach; i++) {
                TrackedEventMessage<?> event = stream.nextAvailable();
                long index = ((GapAwareTrackingToken) event.trackingToken()).getIndex();
                assertThat(indexes.put(event.getIdentifier(), index)).isNull();
                if (DeliveredEvent.isLate(event)) {
                    late.add(event.getIdentifier());
                }
            }

            Map<String, Long> stored = new HashMap<>();
            node.sql()
                    .queryForList("SELECT eventIdentifier, globalIndex FROM DomainEventEntry")
                    .forEach(row -> stored.put((String) row.get("eventIdentifier"), (Long) row.get("globalIndex")));
            // The token of an event that was appended late is that of the last one before it.
            assertThat(indexes).hasSize(2 * eventsEach).allSatisfy((id, index) -> {
                assertThat(index).isGreaterThanOrEqualTo(stored.get(id));
                assertThat(late.contains(id)).isEqualTo(index > stored.get(id));
            });
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    /** Every third one after an index that is never used. */
    private static void publishAlone(EventStoreNode node, String sku, int events) {
        for (int sequence = 0; sequence < events; sequence++) {
            if (sequence % 3 == 0) {
                node.sql().execute("SELECT nextval('domainevententry_globalindex_seq')");
            }
            node.events().publish(EventStoreNode.receipt(new Sku(sku), sequence));
        }
    }

    /** A stream that has reached the head, and counts its calls. */
    private BlockingStream<TrackedEventMessage<?>> atHead() {
        BlockingStream<TrackedEventMessage<?>> stream =
                node.bean(NotifyingEventStore.class).notifying().openStream(null);
        stream.setOnAvailableCallback(calls::incrementAndGet);
        assertThat(stream.hasNextAvailable()).isFalse();
        return stream;
    }

    private static DomainEventMessage<?> location(long sequence) {
        LocationId id = new LocationId("north");
        return new GenericDomainEventMessage<>("Location", "location:north", sequence, new LocationOpened(id, "North"));
    }
}
