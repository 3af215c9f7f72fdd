package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.reservationHeld;

import com.mongodb.client.MongoCollection;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.JobEvent.RequestAnswered;
import stockledger.events.bulk.RowFailure;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReturnedLine;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/**
 * Ended reservations, and ended jobs without failed rows, leave the read model after the configured time, and are answered
 * from their events from then on.
 */
class EndedDocumentsAreDeletedTest {

    private static final Duration KEEP = Duration.ofSeconds(3);
    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide(
                "--stockledger.query-reservation.keep-ended=" + KEEP.toSeconds() + "s",
                "--stockledger.query-job.keep-ended=" + KEEP.toSeconds() + "s");
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @Test
    void anEndedReservationIsDeletedAndAnOpenOneStays() {
        querySide.append(held("open"), held("ended"), new ReservationExpired(new ReservationId("ended")));
        awaitDocument("open");
        Answer before = querySide.get("/v1/reservations/ended");

        awaitDeleted("ended");

        Answer after = querySide.get("/v1/reservations/ended");
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.text()).isEqualTo(before.text()).contains("\"expired\"");
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag")).isEqualTo("\"r1\"");
        assertThat(isStored("open")).isTrue();
        assertThat(querySide.get("/v1/reservations/never").code()).isEqualTo("reservation-not-found");
    }

    @Test
    void aDeletedReservationIsAnsweredWithAToken() {
        querySide.append(held("told"), new ReservationExpired(new ReservationId("told")));
        awaitDeleted("told");

        Answer answer = querySide.get(
                "/v1/reservations/told",
                "Consistency-Token",
                ConsistencyToken.of("reservation:told", 1).encoded());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("version").asLong()).isEqualTo(1);
    }

    @Test
    void aReturnToADeletedReservationIsFoldedWithItsHistory() {
        ReservationId id = new ReservationId("back");
        querySide.append(held("back"), new ReservationConfirmed(id), new ReservationShipped(id));
        awaitDeleted("back");

        querySide.append(new ReservationReturned(
                id, 1, List.of(new ReturnedLine(new Sku("mug"), at("main", 1), ReturnCondition.SELLABLE, 2)), null));

        await().untilAsserted(() -> {
            Answer answer = querySide.get("/v1/reservations/back");
            assertThat(answer.body().path("status").asString()).isEqualTo("shipped");
            assertThat(answer.body().at("/lines/0/returned").asLong()).isEqualTo(1);
            assertThat(answer.body().at("/lines/0/shipped").asLong()).isEqualTo(3);
            assertThat(answer.body().path("version").asLong()).isEqualTo(3);
        });
        awaitDeleted("back");
    }

    @Test
    void aDocumentOfAnEarlierReleaseIsDeletedAlthoughItHasNoTimeOfItsEnd() {
        querySide.append(held("older"));
        awaitDocument("older");
        documents("reservation")
                .updateOne(new Document("_id", "older"), new Document("$set", new Document("view.status", "shipped")));

        awaitDeleted("older");
    }

    @Test
    void aRebuildDoesNotStoreWhatEndedLongAgo() {
        Epoch epoch = new Epoch("reservation", 90);
        Projection<?> projection = projection("reservation");
        ReservationId id = new ReservationId("past");
        List<ProjectedEvent> events = List.of(
                event(held("past"), 0), event(new ReservationConfirmed(id), 1), event(new ReservationShipped(id), 2));

        folder(projection, epoch).fold(0, false, events.subList(0, 2));
        assertThat(stored(epoch)).containsExactly("past");
        folder(projection, epoch).fold(0, false, events.subList(2, 3));
        assertThat(stored(epoch)).isEmpty();

        querySide.append(events.stream().map(ProjectedEvent::payload).toArray());
        ReservationReturned returned = new ReservationReturned(
                id, 1, List.of(new ReturnedLine(new Sku("mug"), at("main", 1), ReturnCondition.SELLABLE, 2)), null);
        folder(projection, epoch).fold(0, false, List.of(event(returned, 3)));
        assertThat(stored(epoch)).isEmpty();
    }

    @Test
    void anEndedJobIsDeletedUnlessItHasFailedRows() {
        JobId request = new JobId("request");
        JobId rows = new JobId("rows");
        querySide.append(
                new RequestAccepted(request, "POST", "/v1/locations", Map.of(), "{}"),
                new RequestAnswered(request, 201, Map.of("location", "/v1/locations/a"), "{}"),
                new JobFinished(request),
                new JobAccepted(rows, "receipts", "upload", 1, List.of(1), false),
                new ChunkWorked(
                        rows, 0, 0, "worker", 0, List.of(new RowFailure(1, "invalid-row", "No.")), Instant.now()),
                new JobFinished(rows));
        awaitDeleted("job", "request", "/v1/jobs/request");

        Answer answer = querySide.get("/v1/jobs/request");
        assertThat(answer.body().path("status").asString()).isEqualTo("finished");
        assertThat(answer.body().at("/answer/status").asInt()).isEqualTo(201);
        assertThat(answer.header("ETag")).isEqualTo("\"j2\"");
        assertThat(querySide.get("/v1/jobs/never").code()).isEqualTo("job-not-found");
        assertThat(isStored("job", "rows")).isTrue();
        assertThat(querySide
                        .get("/v1/jobs/rows")
                        .body()
                        .at("/failures/items/0/line")
                        .asInt())
                .isEqualTo(1);
    }

    private static Object held(String id) {
        return reservationHeld(id, "mug", at("main", 3));
    }

    private static ProjectedEvent event(Object payload, long sequence) {
        return new ProjectedEvent(payload, "reservation:past", sequence, Instant.EPOCH.plusSeconds(sequence), "kim");
    }

    private static Projection<?> projection(String name) {
        return querySide.instance(0).getBeansOfType(Projection.class).values().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <V> BatchFolder<V> folder(Projection<V> projection, Epoch epoch) {
        Documents<V> documents = new Documents<>(
                projection, querySide.bean(MongoDatabaseFactory.class).getMongoDatabase(), epoch);
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

    private static List<Object> stored(Epoch epoch) {
        return querySide
                .bean(MongoDatabaseFactory.class)
                .getMongoDatabase()
                .getCollection(epoch.collection())
                .find()
                .map(document -> document.get("_id"))
                .into(new ArrayList<>());
    }

    private static void awaitDocument(String id) {
        await().atMost(Duration.ofSeconds(20)).until(() -> isStored(id));
    }

    private static void awaitDeleted(String id) {
        awaitDeleted("reservation", id, "/v1/reservations/" + id);
    }

    private static void awaitDeleted(String projection, String id, String path) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            querySide.bean(RetentionCleaner.class).clean(List.of(projection(projection)));
            return hasNoLag(projection)
                    && !isStored(projection, id)
                    && querySide.get(path).status() == 200;
        });
    }

    private static boolean hasNoLag(String projection) {
        for (JsonNode item : querySide.get("/v1/admin/projections").body().path("items")) {
            if (item.path("name").asString().equals(projection)) {
                return item.path("lagEvents").asLong(1) == 0;
            }
        }
        return false;
    }

    private static boolean isStored(String id) {
        return isStored("reservation", id);
    }

    private static boolean isStored(String projection, String id) {
        return documents(projection).countDocuments(new Document("_id", id)) == 1;
    }

    private static MongoCollection<Document> documents(String projection) {
        return querySide.bean(MongoDatabaseFactory.class).getMongoDatabase().getCollection(projection + "_1");
    }
}
