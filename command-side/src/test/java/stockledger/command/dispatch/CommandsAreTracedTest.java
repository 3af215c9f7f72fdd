package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.Recorder;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** A trace leads from the caller through request and command to the events, also in jobs. */
class CommandsAreTracedTest {

    private static final String CALLER = "00f067aa0ba902b7";

    /** Enough for the lines of a reservation to be executed in parallel. */
    private static final String[] SKUS = {
        "MUG-1", "PLATE-2", "POT-3", "PAN-4", "CAN-5", "LID-6", "TIN-7", "JUG-8", "CAP-9"
    };

    private static RunningCommandSide commandSide;
    private static Recorder recorder;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1, Recorder.SETTING, "--stockledger.dispatch.batch-size=2");
        commandSide.stocked("MAIN", 50, SKUS);
        recorder = commandSide.instance(0).getBean(Recorder.class);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static String trace(int number) {
        return "%032x".formatted(0xabc0000 + number);
    }

    private static Answer send(String path, String type, String body, String trace, boolean sampled, String... more) {
        String[] headers = new String[more.length + 2];
        headers[0] = "traceparent";
        headers[1] = "00-" + trace + "-" + CALLER + (sampled ? "-01" : "-00");
        System.arraycopy(more, 0, headers, 2, more.length);
        return commandSide.send(0, "POST", path, type, body, headers);
    }

    private static Answer receive(String sku, String trace, boolean sampled, String... more) {
        return send(
                "/v1/inventory/" + sku + "/receipts",
                "application/json",
                "{\"locationId\":\"MAIN\",\"quantity\":1}",
                trace,
                sampled,
                more);
    }

    /** The distinct traceparents of the events of a trace. */
    private static Set<String> traceParents(String trace, String type) {
        return Set.copyOf(commandSide.read(
                "SELECT DISTINCT convert_from(metaData, 'UTF8')::json ->> 'traceparent' FROM DomainEventEntry"
                        + " WHERE convert_from(metaData, 'UTF8')::json ->> 'traceparent' LIKE ? AND payloadType = ?",
                row -> row.getString(1),
                "00-" + trace + "-%",
                type));
    }

    private static String written(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01";
    }

    private static SpanData server(String trace) {
        // The response may arrive before the span ends.
        await().until(() -> recorder.of(trace).stream().anyMatch(span -> span.getKind() == SpanKind.SERVER));
        return recorder.of(trace).stream()
                .filter(span -> span.getKind() == SpanKind.SERVER)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void fromTheCallerThroughRequestAndCommandToTheEvent() {
        String trace = trace(1);
        assertThat(receive("MUG-1", trace, true).status()).isEqualTo(201);

        SpanData request = server(trace);
        assertThat(request.getName()).isEqualTo("http post /v1/inventory/{sku}/receipts");
        assertThat(request.getParentSpanId()).isEqualTo(CALLER);
        assertThat(recorder.of(trace, "ReceiveStock")).singleElement().satisfies(decision -> {
            assertThat(decision.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(Recorder.attribute(decision, "stockledger.stream")).isEqualTo("stock:MUG-1");
            assertThat(decision.getEvents())
                    .extracting(event -> event.getName())
                    .contains("dequeued");
            assertThat(traceParents(trace, "stock.StockReceived")).containsExactly(written(decision));
        });
    }

    @Test
    void anUnsampledTraceIsOnlyNamedInTheEvent() {
        String trace = trace(2);
        assertThat(receive("MUG-1", trace, false).status()).isEqualTo(201);

        assertThat(traceParents(trace, "stock.StockReceived"))
                .singleElement()
                .satisfies(written -> assertThat(written).endsWith("-00").doesNotContain(CALLER));
        assertThat(recorder.of(trace)).isEmpty();
    }

    @Test
    void aRequestWithoutTraceStartsOne() {
        Answer answer = commandSide.post("/v1/inventory/MUG-1/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");
        String trace = answer.headers().firstValue("X-Correlation-Id").orElseThrow();

        assertThat(trace).matches("[0-9a-f]{32}");
        assertThat(traceParents(trace, "stock.StockReceived")).hasSize(1);
    }

    @Test
    void anInvalidTraceparentIsIgnored() {
        for (String given :
                List.of(trace(3).substring(1), "0".repeat(32), trace(3).toUpperCase(java.util.Locale.ROOT))) {
            Answer answer = receive("MUG-1", given, true);
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers().firstValue("X-Correlation-Id").orElseThrow())
                    .matches("[0-9a-f]{32}")
                    .isNotEqualTo(given);
        }
    }

    @Test
    void commandsOfOneBatchKeepTheirTraces() {
        List<String> traces =
                IntStream.range(0, 24).mapToObj(i -> trace(100 + i)).toList();
        traces.parallelStream()
                .forEach(trace ->
                        assertThat(receive("POT-3", trace, true).status()).isEqualTo(201));

        for (String trace : traces) {
            SpanData request = server(trace);
            assertThat(recorder.of(trace, "ReceiveStock")).singleElement().satisfies(decision -> {
                assertThat(decision.getParentSpanId()).isEqualTo(request.getSpanId());
                assertThat(traceParents(trace, "stock.StockReceived")).containsExactly(written(decision));
            });
        }
    }

    @Test
    void theLinesOfALargeCartAreInItsTrace() {
        String trace = trace(4);
        String lines = Stream.of(SKUS)
                .map("{\"sku\":\"%s\",\"quantity\":1}"::formatted)
                .collect(Collectors.joining(","));
        String cart = "{\"id\":\"large\",\"lines\":[" + lines + "]}";
        assertThat(send("/v1/reservations", "application/json", cart, trace, true)
                        .status())
                .isEqualTo(201);

        SpanData request = server(trace);
        assertThat(recorder.of(trace, "HoldUnits"))
                .hasSize(SKUS.length)
                .allSatisfy(hold -> assertThat(hold.getParentSpanId()).isEqualTo(request.getSpanId()));
        assertThat(traceParents(trace, "stock.UnitsHeld")).hasSize(SKUS.length);
        assertThat(traceParents(trace, "reservation.ReservationHeld")).hasSize(1);
    }

    @Test
    void aRefusalIsAnAttributeAndNoError() {
        String trace = trace(5);
        String cart = "{\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":100000}]}";
        assertThat(send("/v1/reservations", "application/json", cart, trace, true)
                        .code())
                .isEqualTo("insufficient-stock");

        assertThat(recorder.of(trace))
                .filteredOn(span -> "insufficient-stock".equals(Recorder.attribute(span, "stockledger.refusal")))
                .isNotEmpty()
                .allSatisfy(span ->
                        assertThat(span.getStatus().getStatusCode().name()).isEqualTo("UNSET"));
    }

    @Test
    void anAsynchronousCommandContinuesItsTrace() {
        String trace = trace(6);
        assertThat(receive("PAN-4", trace, true, "Prefer", "respond-async").status())
                .isEqualTo(202);

        await().until(() -> !traceParents(trace, "stock.StockReceived").isEmpty());
        await().until(() -> !recorder.of(trace, "stored request").isEmpty());
        SpanData accepted = recorder.of(trace, "AcceptRequest").get(0);
        SpanData later = recorder.of(trace, "stored request").get(0);
        assertThat(later.getParentSpanId()).isEqualTo(accepted.getSpanId());
        assertThat(recorder.of(trace, "ReceiveStock"))
                .singleElement()
                .satisfies(decision -> assertThat(decision.getParentSpanId()).isEqualTo(later.getSpanId()));
    }

    @Test
    void eachChunkOfAJobIsASpanOfItsCallersTrace() {
        String trace = trace(7);
        // The rows of one SKU exceed the batch size: the later ones are executed on another thread.
        String rows = "sku,locationId,quantity\n" + "PLATE-2,MAIN,1\n".repeat(7) + "PAN-4,MAIN,1\n";
        Answer accepted = send("/v1/bulk/receipts", "text/csv", rows, trace, true, "X-Actor", "kim");
        assertThat(accepted.status()).isEqualTo(202);

        await().until(() -> !traceParents(trace, "bulk.JobFinished").isEmpty());
        await().until(() -> !recorder.of(trace, "chunk of rows").isEmpty());
        assertThat(recorder.of(trace, "ReceiveStock")).isEmpty();
        Set<String> chunks = recorder.of(trace, "chunk of rows").stream()
                .map(CommandsAreTracedTest::written)
                .collect(Collectors.toSet());
        assertThat(traceParents(trace, "stock.StockReceived")).isNotEmpty().isSubsetOf(chunks);
        assertThat(commandSide.read(
                        "SELECT convert_from(metaData, 'UTF8')::json ->> 'actor' FROM DomainEventEntry"
                                + " WHERE convert_from(metaData, 'UTF8')::json ->> 'traceparent' LIKE ?"
                                + " AND payloadType = 'stock.StockReceived'",
                        row -> row.getString(1),
                        "00-" + trace + "-%"))
                .hasSize(8)
                .containsOnly("kim");
    }

    @Test
    void backgroundWorkHasNoTrace() {
        String trace = trace(8);
        String cart = "{\"id\":\"short\",\"lines\":[{\"sku\":\"PLATE-2\",\"quantity\":1}],\"ttlSeconds\":1}";
        assertThat(send("/v1/reservations", "application/json", cart, trace, true)
                        .status())
                .isEqualTo(201);

        await().until(() -> commandSide.stream("reservation:short").stream()
                .anyMatch(event -> event.type().equals("reservation.ReservationExpired")));
        assertThat(commandSide.stream("reservation:short"))
                .filteredOn(event -> event.type().equals("reservation.ReservationExpired"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.metaData().has("traceparent")).isFalse());
    }
}
