package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static stockledger.query.SampleEvents.received;

import com.mongodb.client.model.Updates;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.query.AllEvents;
import stockledger.query.RunningQuerySide;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;

/** Documents are correct after duplicate events, missing events and concurrent writes. */
class EventsAreFoldedExactlyOnceTest {

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private record Total(long units) {}

    /** Sums receipts, and runs a hook between read and write. */
    private static class Totals implements Projection<Total> {

        private final String name;
        private Runnable beforeWrite = () -> {};
        private int cached;

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
        public int sideDocuments(Total view) {
            return 1;
        }

        @Override
        public void onWritten(Epoch epoch, List<VersionedDocument<Total>> documents) {
            cached++;
        }

        @Override
        public void writeSideCollections(Epoch epoch, List<VersionedDocument<Total>> changed) {
            beforeWrite.run();
        }
    }

    private static <V> BatchFolder<V> folder(Projection<V> projection, Epoch epoch) {
        Documents<V> documents = documents(projection, epoch);
        documents.prepare();
        return new BatchFolder<>(
                projection,
                epoch,
                documents,
                querySide.bean(EventStore.class),
                querySide.bean(DocumentListener.class),
                new FoldTraces(OpenTelemetry.noop(), Clock.systemUTC()),
                querySide.bean(StuckProjections.class));
    }

    private static <V> Documents<V> documents(Projection<V> projection, Epoch epoch) {
        return new Documents<>(
                projection, querySide.bean(MongoDatabaseFactory.class).getMongoDatabase(), epoch);
    }

    private static ProjectedEvent event(String sku, long sequence, long units) {
        return new ProjectedEvent(received(sku, "main", units), "stock:" + sku, sequence, Instant.EPOCH, "kim");
    }

    @Test
    void aDuplicateEventChangesNothing() {
        Totals totals = new Totals("again");
        Epoch epoch = new Epoch("again", 1);
        BatchFolder<Total> folder = folder(totals, epoch);
        folder.fold(0, false, List.of(event("g1", 0, 5), event("g1", 1, 2)));
        folder.fold(0, false, List.of(event("g1", 0, 5), event("g1", 1, 2), event("g1", 2, 1)));
        VersionedDocument<Total> stored =
                documents(totals, epoch).find(List.of("g1")).get("g1");
        assertThat(stored).isEqualTo(new VersionedDocument<>("g1", 2, Map.of("stock:g1", 2L), new Total(8)));
    }

    @Test
    void missingEventsAreReadFromTheStream() {
        querySide.append(received("g2", "main", 1), received("g2", "main", 10), received("g2", "main", 100));
        Totals totals = new Totals("holes");
        Epoch epoch = new Epoch("holes", 1);
        BatchFolder<Total> folder = folder(totals, epoch);
        folder.fold(0, false, List.of(event("g2", 2, 100)));
        assertThat(documents(totals, epoch).find(List.of("g2")).get("g2").view())
                .isEqualTo(new Total(111));
        // Late delivery of the missing events changes nothing.
        folder.fold(0, false, List.of(event("g2", 0, 1), event("g2", 1, 10)));
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
                once(slowTotals, () -> concurrentFolder.fold(0, false, List.of(event("g3", 0, 5), event("g4", 0, 1))));
        slow.fold(0, false, List.of(event("g3", 0, 5), event("g4", 0, 1), event("g4", 1, 1)));
        slowTotals.beforeWrite =
                once(slowTotals, () -> concurrentFolder.fold(0, false, List.of(event("g3", 1, 7), event("g3", 2, 1))));
        slow.fold(0, false, List.of(event("g3", 1, 7), event("g4", 2, 1)));

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
    void documentsOfThePastAreWrittenOnceForManyBatches() {
        Totals totals = new Totals("past");
        Epoch epoch = new Epoch("past", 1);
        BatchFolder<Total> folder = folder(totals, epoch);
        folder.fold(0, true, List.of(event("g8", 0, 5), event("g9", 0, 1)));
        folder.fold(0, true, List.of(event("g8", 1, 2), event("g8", 0, 5)));
        assertThat(folder.isPending(0)).isTrue();
        assertThat(documents(totals, epoch).find(List.of("g8", "g9"))).isEmpty();

        assertThat(folder.complete(0)).isTrue();
        assertThat(folder.isPending(0)).isFalse();
        assertThat(documents(totals, epoch).find(List.of("g8")).get("g8"))
                .isEqualTo(new VersionedDocument<>("g8", 2, Map.of("stock:g8", 1L), new Total(7)));
        assertThat(totals.cached).as("no query reads it yet").isZero();

        folder.fold(0, true, List.of(event("g8", 2, 1)));
        folder.fold(0, false, List.of(event("g9", 1, 1)));
        assertThat(documents(totals, epoch).find(List.of("g8")).get("g8").view())
                .as("written before the first document that a query may read")
                .isEqualTo(new Total(8));
        assertThat(totals.cached).isEqualTo(1);
    }

    @Test
    void anEventCountsOnlyWhenItsDocumentIsWritten() {
        BatchFolder<Total> folder = folder(new Totals("past3"), new Epoch("past3", 1));
        folder.countUnfolded(0);
        assertThat(folder.isBehind(0)).as("not folded").isTrue();
        folder.fold(0, true, List.of(event("g11", 0, 5)));
        assertThat(folder.isBehind(0)).as("not written").isTrue();
        assertThat(folder.complete(0)).isTrue();
        assertThat(folder.isBehind(0)).isFalse();
        folder.countUnfolded(0);
        folder.discard(0);
        assertThat(folder.isBehind(0)).as("delivered again").isFalse();
    }

    @Test
    void afterAConcurrentWriteTheEventsOfThePastAreDeliveredAgain() {
        Totals totals = new Totals("past2");
        Epoch epoch = new Epoch("past2", 1);
        BatchFolder<Total> folder = folder(totals, epoch);
        List<ProjectedEvent> batch = List.of(event("g10", 0, 5), event("g10", 1, 2));
        folder.fold(0, true, batch);
        folder(new Totals("past2"), epoch).fold(0, false, List.of(event("g10", 0, 5)));
        assertThatIllegalStateException().isThrownBy(() -> folder.complete(0));
        assertThatIllegalStateException()
                .as("the token of these events is not stored")
                .isThrownBy(() -> folder.complete(0));

        folder.discard(0);
        folder.fold(0, true, batch);
        assertThat(folder.complete(0)).isTrue();
        assertThat(documents(totals, epoch).find(List.of("g10")).get("g10").view())
                .isEqualTo(new Total(7));
    }

    @Test
    void aDocumentOfThisProcessIsNotReadAgain() {
        Totals totals = new Totals("warm");
        Epoch epoch = new Epoch("warm", 1);
        BatchFolder<Total> folder = folder(totals, epoch);
        folder.fold(0, false, List.of(event("g5", 0, 5)));
        collection("warm_1").updateOne(new Document("_id", "g5"), Updates.set("view.units", 1_000));
        folder.fold(0, false, List.of(event("g5", 1, 2)));
        assertThat(documents(totals, epoch).find(List.of("g5")).get("g5").view())
                .isEqualTo(new Total(7));
    }

    @Test
    void whatMongoDbLostIsFoldedAgainWhenTheEventsAreDeliveredAgain() {
        Totals totals = new Totals("lost");
        Epoch epoch = new Epoch("lost", 1);
        BatchFolder<Total> folder = folder(totals, epoch);
        folder.fold(0, false, List.of(event("g6", 0, 5)));
        collection("lost_1").deleteOne(new Document("_id", "g6"));
        folder.fold(0, false, List.of(event("g6", 0, 5), event("g6", 1, 2)));
        assertThat(documents(totals, epoch).find(List.of("g6")).get("g6").view())
                .isEqualTo(new Total(7));
    }

    @Test
    void aDocumentWrittenByMembersEqualsOneWrittenAtOnce() {
        List<ProjectedEvent> events = new ArrayList<>();
        Map<String, Long> sequences = new HashMap<>();
        for (Object payload : AllEvents.of("g7")) {
            String stream = payload instanceof ProductEvent ? "product:g7" : "stock:g7";
            if (payload instanceof ProductEvent || payload instanceof StockEvent) {
                long sequence = sequences.merge(stream, 0L, (before, zero) -> before + 1);
                events.add(new ProjectedEvent(payload, stream, sequence, Instant.EPOCH.plusSeconds(sequence), "kim"));
            }
        }
        SkuProjection skus = querySide.bean(SkuProjection.class);
        BatchFolder<SkuState> oneByOne = folder(skus, new Epoch("sku", 77));
        events.forEach(event -> oneByOne.fold(0, false, List.of(event)));
        folder(skus, new Epoch("sku", 78)).fold(0, false, events);
        Document byMembers = collection("sku_77").find().first();
        Document atOnce = collection("sku_78").find().first();
        assertThat(byMembers.get("view")).isEqualTo(atOnce.get("view"));
        assertThat(byMembers.getList("versions", Document.class))
                .containsExactlyInAnyOrderElementsOf(atOnce.getList("versions", Document.class));
        assertThat(byMembers.get("revision")).isEqualTo((long) events.size());
        assertThat(collection("ledger_77").find().into(new ArrayList<>()))
                .containsExactlyInAnyOrderElementsOf(
                        collection("ledger_78").find().into(new ArrayList<>()));
    }

    @Test
    void aSkuWithThousandsOfLocationsIsStoredCompressedAndReadAgain() {
        List<ProjectedEvent> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(new ProjectedEvent(received("g8", "location-" + i, 3), "stock:g8", i, Instant.EPOCH, "kim"));
        }
        SkuProjection skus = querySide.bean(SkuProjection.class);
        Epoch epoch = new Epoch("sku", 79);
        folder(skus, epoch).fold(0, false, events.subList(0, 1_999));
        folder(skus, epoch).fold(0, false, events.subList(1_999, 2_000));

        SkuState stored = documents(skus, epoch).find(List.of("g8")).get("g8").view();
        assertThat(stored.stock()).isEqualTo(SkuState.empty("g8").after(events).stock());
        Document view = collection("sku_79").find().first().get("view", Document.class);
        assertThat(((Binary) view.get("stock")).length()).isLessThan(40_000);
    }

    @Test
    void dataNeverBecomesFieldNames() {
        querySide.append(received("dots.and_", "a.b", 3));
        org.awaitility.Awaitility.await()
                .until(() -> collection("sku_1").countDocuments(new Document("_id", "dots.and_")) == 1);
        Document stored =
                collection("sku_1").find(new Document("_id", "dots.and_")).first();
        assertThat(stored.toJson()).doesNotContain("\"a.b\":").doesNotContain("\"stock:dots.and_\":");
    }

    private static com.mongodb.client.MongoCollection<Document> collection(String name) {
        return querySide.bean(MongoDatabaseFactory.class).getMongoDatabase().getCollection(name);
    }
}
