package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import stockledger.events.StuckReaders.Trouble;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/** A projection that cannot process an event names it, retries it, and goes on once it can be processed. */
@ExtendWith(OutputCaptureExtension.class)
class StuckProjectionsAreNamedTest {

    /** Events that no projection may skip, and none may park: of no known stream, or stored by a newer release. */
    private static final Map<String, Broken> BROKEN = Map.of(
            "sku", new Broken("broken-sku", StockReceived.class),
            "reservation", new Broken("broken-reservation", ReservationConfirmed.class),
            "job", new Broken("job:broken-job", "bulk.JobFinished", "99", "bulk.JobFinished.99"),
            "location",
                    new Broken("location:broken-location", "location.LocationMoved", "1", "location.LocationMoved.1"));

    /** @param named what the type is called then */
    private record Broken(String stream, String type, String revision, String named) {

        Broken(String stream, Class<?> type) {
            this(
                    stream,
                    type.getAnnotation(JsonTypeName.class).value(),
                    type.getAnnotation(Revision.class).value(),
                    type.getAnnotation(JsonTypeName.class).value());
        }
    }

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = started();
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static RunningQuerySide started() {
        RunningQuerySide started = new RunningQuerySide("--stockledger.projection.claim-timeout=2s");
        started.awaitReady(0);
        return started;
    }

    /** In a service of its own: its projections stay stuck. */
    @Test
    void anEventThatCannotBeReadIsNamedForEachKindOfProjection(CapturedOutput output) throws SQLException {
        try (RunningQuerySide broken = started()) {
            broken.append(registered("good"));
            await().until(() -> broken.get("/v1/products/good").status() == 200);
            for (Broken event : BROKEN.values()) {
                // Without its members, as a defect of an earlier version could have left it.
                broken.appendStored(event.stream(), event.type(), event.revision(), "{}");
            }
            broken.appendStored("action:new", "operator.ReleaseAnnounced", "1", "{}");
            broken.append(received("other", "main", 1));

            BROKEN.forEach((projection, event) -> {
                await().untilAsserted(() -> {
                    JsonNode trouble = trouble(broken, projection);
                    assertThat(trouble.path("stream").asString("")).isEqualTo(event.stream());
                    assertThat(trouble.path("sequence").asLong(-1)).isZero();
                    assertThat(trouble.path("type").asString("")).isEqualTo(event.named());
                    assertThat(trouble.path("position").asLong(-1)).isPositive();
                    assertThat(trouble.path("error").asString("")).isNotBlank();
                    assertThat(trouble.path("attempts").asInt(0)).isGreaterThan(1);
                    assertThat(trouble.has("since")).isTrue();
                });
                assertThat(stuck(broken, projection)).isPositive();
                assertThat(output.getOut().split("is stuck at event 0 of " + event.stream() + " ", -1))
                        .as("log lines about %s", projection)
                        .hasSize(2);
            });
            assertThat(broken.get("/v1/admin/parked").body().path("items").size())
                    .isZero();
            Answer readiness = broken.get("/actuator/health/readiness");
            assertThat(readiness.status()).isEqualTo(200);
            assertThat(readiness.text())
                    .contains("StockReceived", "location.LocationMoved.1", "bulk.JobFinished.99")
                    .doesNotContain("broken-");
            assertThat(broken.get("/v1/products/good").status()).isEqualTo(200);
        }
    }

    @Test
    void anEventThatCannotBeFoldedIsNamedUntilItIsFolded(CapturedOutput output) {
        Refusing refusing = new Refusing(false);
        Epoch epoch = run(refusing);
        querySide.append(received("first", "main", 1));
        querySide.append(received("first", "main", 2), received("refused", "main", 1), received("last", "main", 1));

        await().untilAsserted(() -> assertThat(
                        querySide.bean(StuckProjections.class).of(epoch, 0))
                .hasValueSatisfying(trouble -> {
                    assertThat(trouble.failure().stream()).isEqualTo("stock:refused");
                    assertThat(trouble.failure().type()).isEqualTo("stock.StockReceived");
                    assertThat(trouble.failure().error()).startsWith("IllegalStateException at ");
                    assertThat(trouble.failure().error()).doesNotContain("confidential");
                    assertThat(trouble.attempts()).isGreaterThan(2);
                }));

        assertThat(refusing.written).contains("first").doesNotContain("refused");

        refusing.isFixed = true;
        await().until(() -> refusing.written.contains("refused"));
        await().until(() -> querySide.bean(StuckProjections.class).of(epoch, 0).isEmpty());
        assertThat(output.getOut().split("is stuck at event 0 of stock:refused ", -1))
                .hasSize(2);
        assertThat(output.getOut().split("is no longer stuck: event 0 of stock:refused ", -1))
                .hasSize(2);
        assertThat(output.getOut()).doesNotContain("confidential");
    }

    @Test
    void aDocumentThatMongoRefusesIsNamedByItsEvent() {
        Epoch epoch = run(new Refusing(true));
        querySide.append(received("small", "main", 1), received("large", "main", 1));

        await().untilAsserted(() -> assertThat(
                        querySide.bean(StuckProjections.class).of(epoch, 0))
                .map(Trouble::failure)
                .hasValueSatisfying(failure -> {
                    assertThat(failure.stream()).isEqualTo("stock:large");
                    assertThat(failure.error()).contains("Size");
                }));
    }

    @Test
    void anOutageOfAStoreIsNotCalledStuck(CapturedOutput output) {
        querySide.append(registered("away"));
        await().until(() -> querySide.get("/v1/products/away").status() == 200);
        querySide.mongoProxy().interrupt();
        try {
            querySide.append(received("away", "main", 1));
            await().until(() -> output.getOut().contains("projections cannot be supervised"));
        } finally {
            querySide.mongoProxy().restore();
        }
        await().until(() -> querySide
                        .get("/v1/products/away")
                        .body()
                        .at("/availability/onHand")
                        .asInt()
                == 1);
        assertThat(output.getOut()).doesNotContain("sku@1 is stuck");
        BROKEN.keySet()
                .forEach(projection -> assertThat(stuck(querySide, projection)).isZero());
    }

    /** As when an event whose content is no longer held is read again. */
    @Test
    void anEventStoreThatIsAwayIsNotCalledStuck() {
        Projection<Integer> projection = new CountingProjection("unread", Set.of(StockEvent.class)) {
            @Override
            public String keyOf(Object payload) {
                throw new EventStoreException("away");
            }
        };
        Epoch epoch = new Epoch(projection.name(), 1);
        StuckProjections stuck = querySide.bean(StuckProjections.class);
        Projector<Integer> projector = new Projector<>(projection, null, -1, epoch, stuck);
        DomainEventMessage<?> event =
                new GenericDomainEventMessage<>("stock", "stock:unread", 0, received("unread", "main", 1));
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> projector.canHandle(event, Segment.ROOT_SEGMENT))
                    .isInstanceOf(EventStoreException.class);
        }
        assertThat(stuck.of(epoch, 0)).isEmpty();
    }

    private Epoch run(Projection<?> projection) {
        EpochState state = EpochState.first(projection.name());
        querySide.bean(ProcessorRunner.class).run(projection, state);
        return new Epoch(projection.name(), 1);
    }

    private static JsonNode trouble(RunningQuerySide querySide, String projection) {
        for (JsonNode item : querySide.get("/v1/admin/projections").body().path("items")) {
            if (item.path("name").asString().equals(projection)) {
                for (JsonNode segment : item.path("segments")) {
                    if (segment.has("trouble")) {
                        return segment.path("trouble");
                    }
                }
            }
        }
        return querySide.get("/v1/admin/projections").body().path("none");
    }

    private static double stuck(RunningQuerySide querySide, String projection) {
        return querySide
                .bean(MeterRegistry.class)
                .get("stockledger.projection.stuck")
                .tag("projection", projection)
                .gauge()
                .value();
    }

    /** Refuses one SKU: in its fold, or with a document that is too large. */
    private static final class Refusing extends CountingProjection {

        private static final int TOO_LARGE = 17 << 20;

        private final boolean byDocument;
        private volatile boolean isFixed;
        private final Set<String> written = ConcurrentHashMap.newKeySet();

        Refusing(boolean byDocument) {
            super(byDocument ? "refused-document" : "refused-event", Set.of(StockEvent.class));
            this.byDocument = byDocument;
        }

        @Override
        public boolean isSegmented() {
            return false;
        }

        @Override
        public String keyOf(Object payload) {
            return ((StockEvent) payload).sku().value();
        }

        @Override
        public Map<String, Object> members(Integer view) {
            return byDocument && view < 0 ? Map.of("text", "x".repeat(TOO_LARGE)) : Map.of();
        }

        @Override
        public Integer on(Integer view, ProjectedEvent event) {
            if (!isFixed && event.stream().equals(byDocument ? "stock:large" : "stock:refused")) {
                if (byDocument) {
                    return -1;
                }
                throw new IllegalStateException("confidential");
            }
            return super.on(view, event);
        }

        @Override
        public void onWritten(Epoch epoch, List<VersionedDocument<Integer>> documents) {
            documents.forEach(document -> written.add(document.key()));
        }
    }
}
