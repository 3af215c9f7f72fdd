package stockledger.trials.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.Machine;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.StatsRecorder;

/** Searches ask for values that events have; a page is compared with its search, and the slowest search decides. */
class EventSearchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonNode RECEIPT = event(
            "stock:MUG-01",
            "stock.StockReceived",
            "clerk",
            "2026-01-01T00:00:00Z",
            "{\"sku\":\"MUG-01\",\"reference\":\"PO 1&2\"}");
    private static final JsonNode CONFIRMATION = event(
            "reservation:c1", "reservation.ReservationConfirmed", "web", "2026-01-02T00:00:00Z", "{\"id\":\"c1\"}");

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void everyFieldThatEventsHaveIsSearchedAloneAndWithOthers() {
        SampledEvents events = new SampledEvents(List.of(RECEIPT, CONFIRMATION));

        assertThat(Search.all(events).stream().map(Search::name))
                .doesNotHaveDuplicates()
                .contains(
                        "all events",
                        "one minute",
                        "most of the time",
                        "sku",
                        "reference",
                        "actor",
                        "correlationId",
                        "type",
                        "stream",
                        "actor, one minute",
                        "sku, type",
                        "actor, type of different events, most of the time")
                .doesNotContain("reservation");
        assertThat(Search.followed(events).stream().map(Search::name))
                .containsExactly("all events", "most of the time", "sku", "actor", "type", "actor, type");
    }

    @Test
    void severalFieldsHaveTheValuesOfOneEventOrOfSeveral() {
        SampledEvents events = new SampledEvents(List.of(RECEIPT, CONFIRMATION));
        List<Field> fields = List.of(Field.ACTOR, Field.TYPE);
        List<String> ofOne = new ArrayList<>();
        List<String> ofSeveral = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ofOne.add(String.join(" ", parameters("actor, type", events).values()));
            ofSeveral.add(String.join(
                    " ", parameters("actor, type of different events", events).values()));
        }

        assertThat(fields)
                .allSatisfy(field -> assertThat(events.different(field)).isEqualTo(2));
        assertThat(ofOne)
                .containsOnly("clerk stock.StockReceived", "web reservation.ReservationConfirmed")
                .contains("clerk stock.StockReceived", "web reservation.ReservationConfirmed");
        assertThat(ofSeveral).contains("clerk reservation.ReservationConfirmed", "web stock.StockReceived");
    }

    @Test
    void rangesAreWithinTheTimeOfTheEvents() {
        SampledEvents events = new SampledEvents(List.of(RECEIPT, CONFIRMATION));
        for (int i = 0; i < 100; i++) {
            Map<String, String> range = parameters("most of the time", events);
            assertThat(Instant.parse(range.get("from")))
                    .isBetween(time(RECEIPT), time(RECEIPT).plusSeconds(6 * 3_600));
            assertThat(Instant.parse(range.get("to")))
                    .isAfter(time(CONFIRMATION).minusSeconds(6 * 3_600));
        }
    }

    @Test
    void valuesAreEncodedInTheQuery() {
        assertThat(Search.query(Map.of("reference", "PO 1&2"))).isEqualTo("?reference=PO+1%262");
    }

    @Test
    void aServiceWithoutEventsCannotBeMeasured() {
        assertThatThrownBy(() -> new SampledEvents(List.of())).isInstanceOf(SetupFailed.class);
    }

    @Test
    void aPageMustBeInOrderWithinItsRangeAndOfItsValues() {
        List<JsonNode> page = List.of(RECEIPT, CONFIRMATION);

        assertThat(PageCheck.differenceOf(Map.of("order", "asc"), page)).isEmpty();
        assertThat(PageCheck.differenceOf(Map.of("order", "desc"), page)).contains("follows one at");
        assertThat(PageCheck.differenceOf(Map.of("order", "asc", "to", "2026-01-02T00:00:00Z"), page))
                .contains("outside of the range");
        assertThat(PageCheck.differenceOf(Map.of("order", "asc", "actor", "clerk"), page))
                .isEqualTo("an event has actor web");
    }

    @Test
    void theSlowestSearchDecides() {
        assertThat(report(90_000, 0, 0).clean()).isTrue();
        assertThat(report(90_000, 0, 0).lines())
                .anyMatch(line -> line.matches(".*slowest search, p99 . 90.[0-9]{2} ms . at most 100.00 ms . yes .*"))
                .contains("| fast | 1 | 20.0 | 1.0 | 1.0 | 1.0 | 1.0 |");
        assertThat(report(110_000, 0, 0).clean()).isFalse();
        assertThat(report(110_000, 0, 0).exitCode()).isEqualTo(1);
    }

    @Test
    void aRetriedRequestOrAWrongPageIsNotClean() {
        assertThat(report(1_000, 1, 0).clean()).isFalse();
        assertThat(report(1_000, 0, 1).clean()).isFalse();
    }

    @Test
    void aSearchWhoseRequestsAllFailIsNotClean() {
        StatsRecorder failing = new StatsRecorder();
        failing.failed(0, 1_000, "HTTP 500");
        EventSearchReport report = report(List.of(new EventSearchReport.Row("failing", 0, failing.stats())), 0, 0);

        assertThat(report.clean()).isFalse();
        assertThat(report.lines()).contains("1 requests failed, 0 were retried, 0 pages were wrong.");
    }

    @Test
    void theDocumentHasTheTableOfTheTrial() throws IOException {
        String document = Files.readString(Path.of("../docs/performance.md"));

        assertThat(document).contains(EventSearchReport.TABLE_HEADER);
        assertThat(DocumentOption.replace(
                        document, "event-search", report(1, 0, 0).lines()))
                .contains("| fast | 1 |");
    }

    private Map<String, String> parameters(String search, SampledEvents events) {
        return new TreeMap<>(Search.all(events).stream()
                .filter(one -> one.name().equals(search))
                .findFirst()
                .orElseThrow()
                .parameters(events, random));
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("time").asText());
    }

    private static JsonNode event(String stream, String type, String actor, String time, String payload) {
        try {
            return JSON.createObjectNode()
                    .put("eventId", stream + "@0")
                    .put("stream", stream)
                    .put("type", type)
                    .put("actor", actor)
                    .put("correlationId", "request of " + actor)
                    .put("time", time)
                    .set("payload", JSON.readTree(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static EventSearchReport report(long slowMicros, long retries, long wrongPages) {
        return report(List.of(row("fast", 1_000), row("slow", slowMicros)), retries, wrongPages);
    }

    private static EventSearchReport.Row row(String name, long micros) {
        StatsRecorder stats = new StatsRecorder();
        stats.accepted(0, micros * 1_000, 0);
        return new EventSearchReport.Row(name, 20, stats.stats());
    }

    private static EventSearchReport report(List<EventSearchReport.Row> rows, long retries, long wrongPages) {
        return EventSearchReport.of(
                new EventSearchReport.Setting(
                        "2026-01-01T00:00:00Z", "http://localhost", Machine.current(), 1_000_000, 20, 100, 1),
                Map.of(),
                rows,
                100,
                retries,
                wrongPages,
                List.of());
    }
}
