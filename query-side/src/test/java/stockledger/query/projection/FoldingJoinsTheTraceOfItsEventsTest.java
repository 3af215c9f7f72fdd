package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.reservationHeld;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.ConsistencyToken;
import stockledger.events.Provenance;
import stockledger.query.Recorder;
import stockledger.query.RunningQuerySide;

/** Every projection adds a span to the sampled traces of the events that it folds. */
class FoldingJoinsTheTraceOfItsEventsTest {

    private static final String SPAN = "00f067aa0ba902b7";

    private static RunningQuerySide querySide;
    private static Recorder recorder;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide(Recorder.SETTING);
        querySide.awaitReady(0);
        recorder = querySide.bean(Recorder.class);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static Map<String, String> in(String trace, String flags) {
        return Map.of(Provenance.TRACE_PARENT, "00-" + trace + "-" + SPAN + "-" + flags);
    }

    private static void read(String sku, String... headers) {
        String token = new ConsistencyToken(Map.of(
                        "product:" + sku,
                        querySide.version("product:" + sku),
                        "stock:" + sku,
                        querySide.version("stock:" + sku)))
                .encoded();
        String[] all = new String[headers.length + 2];
        all[0] = "Consistency-Token";
        all[1] = token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        assertThat(querySide.get("/v1/products/" + sku, all).status()).isEqualTo(200);
    }

    @Test
    void everyProjectionOfAnEventAddsASpan() {
        String trace = "a".repeat(32);
        querySide.append(
                in(trace, "01"),
                registered("t1"),
                received("t1", "main", 5),
                held("t1", "t1-r", at("main", 1)),
                reservationHeld("t1-r", "t1", at("main", 1)));

        await().untilAsserted(() ->
                assertThat(recorder.of(trace)).extracting(SpanData::getName).contains("fold sku", "fold reservation"));
        assertThat(recorder.of(trace)).allSatisfy(fold -> {
            assertThat(fold.getParentSpanId()).isEqualTo(SPAN);
            assertThat(fold.getKind()).isEqualTo(SpanKind.CONSUMER);
        });
    }

    @Test
    void anUnsampledTraceGetsNoSpan() {
        String trace = "b".repeat(32);
        querySide.append(in(trace, "00"), registered("t2"), received("t2", "main", 5));
        read("t2", "traceparent", "00-" + trace + "-" + SPAN + "-00");

        String later = "c".repeat(32);
        querySide.append(in(later, "01"), received("t2", "main", 5));
        await().until(() -> recorder.of(later, "fold sku").size() == 1);
        assertThat(recorder.of(trace)).isEmpty();
    }

    @Test
    void anEventWithAnInvalidTraceparentIsFolded() {
        for (String invalid : List.of("", "nonsense", "z".repeat(55), "00-" + "0".repeat(32) + "-" + SPAN + "-01")) {
            querySide.append(
                    Map.of(Provenance.TRACE_PARENT, invalid),
                    registered("t3" + invalid.length() + invalid.hashCode()),
                    received("t3" + invalid.length() + invalid.hashCode(), "main", 5));
            read("t3" + invalid.length() + invalid.hashCode());
        }
    }

    @Test
    void theLogLineOfAFailedFoldHasTheTraceId() {
        String trace = "e".repeat(32);
        Logger log = (Logger) LoggerFactory.getLogger(StuckProjections.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            Epoch epoch = new Epoch("failing", 1);
            StuckProjections stuck = new StuckProjections(
                    Clock.systemUTC(),
                    List.of(),
                    new SimpleMeterRegistry(),
                    new TroubleCollection(
                            querySide.bean(MongoDatabaseFactory.class).getMongoDatabase()),
                    querySide.bean(StuckProjections.class).parking());
            String parent = "00-" + trace + "-" + SPAN + "-00";
            ProjectedEvent event =
                    new ProjectedEvent(received("t5", "main", 1), "stock:t5", 0, Instant.now(), "kim", parent, "id");

            UnprocessableEventException failed =
                    new UnprocessableEventException(event, new IllegalStateException("fold failed"));
            for (int attempt = 1; attempt <= 3; attempt++) {
                stuck.failed(epoch, 0, failed, 7);
            }
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("failing@1 is stuck at event 0 of stock:t5");
            assertThat(line.getMDCPropertyMap()).containsEntry("traceId", trace).containsEntry("spanId", SPAN);
        });
        assertThat(MDC.get("traceId")).isNull();
    }

    @Test
    void aQueryIsASingleSpan() {
        querySide.append(registered("t4"), received("t4", "main", 5));
        read("t4");
        String trace = "d".repeat(32);
        read("t4", "traceparent", "00-" + trace + "-" + SPAN + "-01");

        await().until(() -> !recorder.of(trace).isEmpty());
        assertThat(recorder.of(trace)).singleElement().satisfies(request -> {
            assertThat(request.getName()).isEqualTo("http get /v1/products/{sku}");
            assertThat(request.getParentSpanId()).isEqualTo(SPAN);
        });
    }
}
