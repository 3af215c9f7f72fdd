package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.SampleEvents.received;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.query.RunningQuerySide;

/** Documents are correct after duplicate events, missing events and concurrent writes. */
class EventsAreFoldedExactlyOnceTest {

    private static RunningQuerySide shop;

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    private record Total(long units) {}

    /** Sums receipts, and runs a hook between read and write. */
    private static class Totals implements Projection<Total> {

        private final String name;
        private Runnable beforeWrite = () -> {};

        Totals(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Class<Total> type() {
            return Total.class;
        }

        @Override
        public Set<Class<?>> families() {
            return Set.of(StockEvent.class);
        }

        @Override
        public String keyOf(Object payload) {
            return ((StockEvent) payload).sku().value();
        }

        @Override
        public Total empty(String key) {
            return new Total(0);
        }

        @Override
        public Total on(Total view, ProjectedEvent event) {
            return new Total(view.units() + ((StockReceived) event.payload()).quantity());
        }

        @Override
        public void writeSideCollections(Epoch epoch, List<VersionedDocument<Total>> changed) {
            beforeWrite.run();
        }
    }

    private static BatchFolder<Total> folder(Totals totals, Epoch epoch) {
        Documents<Total> documents = documents(totals, epoch);
        documents.prepare();
        return new BatchFolder<>(
                totals,
                epoch,
                documents,
                shop.bean(EventStore.class),
                shop.bean(DocumentListener.class),
                new FoldTraces(OpenTelemetry.noop(), Clock.systemUTC()));
    }

    private static Documents<Total> documents(Totals totals, Epoch epoch) {
        return new Documents<>(totals, shop.bean(MongoDatabaseFactory.class).getMongoDatabase(), epoch);
    }

    private static ProjectedEvent event(String sku, long sequence, long units) {
        return new ProjectedEvent(received(sku, "main", units), "stock:" + sku, sequence, Instant.EPOCH, "kim");
    }

    @Test
    void aDuplicateEventChangesNothing() {
        Totals totals = new Totals("again");
        Epoch epoch = new Epoch("again", 1);
        BatchFolder<Total> folder = folder(totals, epoch);
        folder.fold(List.of(event("g1", 0, 5), event("g1", 1, 2)));
        folder.fold(List.of(event("g1", 0, 5), event("g1", 1, 2), event("g1", 2, 1)));
        VersionedDocument<Total> stored =
                documents(totals, epoch).find(List.of("g1")).get("g1");
        assertThat(stored).isEqualTo(new VersionedDocument<>("g1", 2, Map.of("stock:g1", 2L), new Total(8)));
    }

    @Test
    void missingEventsAreReadFromTheStream() {
        shop.append(received("g2", "main", 1), received("g2", "main", 10), received("g2", "main", 100));
        Totals totals = new Totals("holes");
        Epoch epoch = new Epoch("holes", 1);
        BatchFolder<Total> folder = folder(totals, epoch);
        folder.fold(List.of(event("g2", 2, 100)));
        assertThat(documents(totals, epoch).find(List.of("g2")).get("g2").view())
                .isEqualTo(new Total(111));
        // Late delivery of the missing events changes nothing.
        folder.fold(List.of(event("g2", 0, 1), event("g2", 1, 10)));
        assertThat(documents(totals, epoch).find(List.of("g2")).get("g2").view())
                .isEqualTo(new Total(111));
    }

    @Test
    void aConcurrentWriterFoldsAgainFromTheNewerDocument() {
        Totals slowTotals = new Totals("race");
        Epoch epoch = new Epoch("race", 1);
        BatchFolder<Total> slow = folder(slowTotals, epoch);
        BatchFolder<Total> concurrentFolder = folder(new Totals("race"), epoch);
        // First both insert, then both replace; each time the concurrent one writes first.
        slowTotals.beforeWrite =
                once(slowTotals, () -> concurrentFolder.fold(List.of(event("g3", 0, 5), event("g4", 0, 1))));
        slow.fold(List.of(event("g3", 0, 5), event("g4", 0, 1), event("g4", 1, 1)));
        slowTotals.beforeWrite =
                once(slowTotals, () -> concurrentFolder.fold(List.of(event("g3", 1, 7), event("g3", 2, 1))));
        slow.fold(List.of(event("g3", 1, 7), event("g4", 2, 1)));

        Map<String, VersionedDocument<Total>> stored =
                documents(slowTotals, epoch).find(List.of("g3", "g4"));
        assertThat(stored.get("g3").view()).isEqualTo(new Total(13));
        assertThat(stored.get("g4").view()).isEqualTo(new Total(3));
    }

    private static Runnable once(Totals totals, Runnable act) {
        return () -> {
            totals.beforeWrite = () -> {};
            act.run();
        };
    }

    @Test
    void dataNeverBecomesFieldNames() {
        shop.append(received("dots.and_", "a.b", 3));
        org.awaitility.Awaitility.await()
                .until(() -> collection("inventory_1").countDocuments(new Document("_id", "dots.and_")) == 1);
        Document stored =
                collection("inventory_1").find(new Document("_id", "dots.and_")).first();
        assertThat(stored.toJson()).doesNotContain("\"a.b\":").doesNotContain("\"stock:dots.and_\":");
    }

    private static com.mongodb.client.MongoCollection<Document> collection(String name) {
        return shop.bean(MongoDatabaseFactory.class).getMongoDatabase().getCollection(name);
    }
}
