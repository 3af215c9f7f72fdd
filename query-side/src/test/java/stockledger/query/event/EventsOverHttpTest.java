package stockledger.query.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.reservationHeld;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import stockledger.query.http.CsvCells;
import tools.jackson.databind.JsonNode;

/** Events are found by what they are about, page by page in both directions, and exported. */
class EventsOverHttpTest {

    private static final String EVENTS = "/v1/admin/events";

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        // Streams end, so that a test reads one as a whole.
        querySide = new RunningQuerySide("--stockledger.query-sse.max-lifetime=1s");
        querySide.awaitReady(0);
        querySide.append(
                registered("mug"),
                received("mug", "main", 10),
                new StockReceived(new Sku("mug"), new LocationId("main"), 5, "=cmd|' /C calc'!A0,\"x\""));
        querySide.append(
                Map.of("actor", "robin", "correlationId", "c2", "causationId", "command-2"),
                held("mug", "cart", at("main", 2)),
                reservationHeld("cart", "mug", at("main", 2)));
        querySide.append(registered("cup"), received("cup", "main", 1));
        await().untilAsserted(() -> assertThat(page("").path("items").size()).isEqualTo(7));
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static JsonNode page(String query) {
        Answer answer = querySide.get(EVENTS + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> types(JsonNode page) {
        List<String> types = new ArrayList<>();
        page.path("items")
                .forEach(item -> types.add(
                        item.path("type").asString() + "/" + item.path("stream").asString()));
        return types;
    }

    @Test
    void eachFieldFindsItsEvents() {
        assertThat(types(page("?sku=cup")))
                .containsExactly("stock.StockReceived/stock:cup", "catalog.ProductRegistered/product:cup");
        assertThat(types(page("?sku=mug"))).hasSize(5);
        assertThat(types(page("?reservation=cart")))
                .containsExactly("reservation.ReservationHeld/reservation:cart", "stock.UnitsHeld/stock:mug");
        assertThat(types(page("?actor=robin"))).hasSize(2);
        assertThat(types(page("?correlationId=c2&order=asc")))
                .containsExactly("stock.UnitsHeld/stock:mug", "reservation.ReservationHeld/reservation:cart");
        assertThat(types(page("?type=stock.StockReceived"))).hasSize(3);
        assertThat(types(page("?type=stock.StockReceived&sku=mug"))).hasSize(2);
        assertThat(types(page("?stream=stock:cup"))).containsExactly("stock.StockReceived/stock:cup");
        assertThat(types(page("?reference=%3Dcmd%7C%27%20%2FC%20calc%27%21A0%2C%22x%22")))
                .hasSize(1);
        assertThat(types(page("?sku=nothing"))).isEmpty();
    }

    @Test
    void anEventIsShownWithItsProvenance() {
        JsonNode item =
                page("?reservation=cart&type=stock.UnitsHeld").path("items").get(0);
        assertThat(item.path("actor").asString()).isEqualTo("robin");
        assertThat(item.path("causationId").asString()).isEqualTo("command-2");
        assertThat(item.path("revision").asString()).isEqualTo("2");
        assertThat(item.path("payload").path("sku").asString()).isEqualTo("mug");
        assertThat(item.path("position").asLong()).isPositive();
    }

    @Test
    void aContentTypeThatIsNoneIsIgnored() {
        assertThat(querySide.get(EVENTS, "Content-Type", "*/*").status()).isEqualTo(200);
    }

    @Test
    void aTimeRangeFindsTheEventsInIt() {
        String time = page("?sku=cup").path("items").get(1).path("time").asString();
        assertThat(types(page("?sku=cup&from=" + time))).hasSize(2);
        assertThat(types(page("?to=" + time))).hasSize(5);
        assertThat(querySide.get(EVENTS + "?from=" + time + "&to=" + time).code())
                .isEqualTo("validation-failed");
        String later = Instant.parse(time).plusNanos(1).toString();
        assertThat(types(page("?to=" + later))).hasSizeGreaterThan(5);
        assertThat(types(page("?sku=cup&from=" + later))).hasSizeLessThan(2);
        for (String no : List.of("yesterday", "2026-02-30T00:00:00Z", "%2B999999999-12-31T23:59:59Z", "2026-01-01")) {
            Answer answer = querySide.get(EVENTS + "?from=" + no);
            assertThat(answer.code()).as(no + " " + answer.text()).isEqualTo("validation-failed");
        }
    }

    @Test
    void pagesFollowInBothDirections() {
        for (String order : List.of("desc", "asc")) {
            List<String> all = positions(page("?order=" + order));
            JsonNode first = page("?limit=3&order=" + order);
            assertThat(first.has("previousCursor")).isFalse();
            JsonNode second = page("?limit=3&order=" + order + "&cursor="
                    + first.path("nextCursor").asString());
            JsonNode third = page("?limit=3&order=" + order + "&cursor="
                    + second.path("nextCursor").asString());
            assertThat(third.has("nextCursor")).isFalse();
            List<String> paged = positions(first);
            paged.addAll(positions(second));
            paged.addAll(positions(third));
            assertThat(paged).isEqualTo(all);
            JsonNode back = page("?limit=3&order=" + order + "&cursor="
                    + third.path("previousCursor").asString());
            assertThat(positions(back)).isEqualTo(positions(second));
            JsonNode start = page("?limit=3&order=" + order + "&cursor="
                    + back.path("previousCursor").asString());
            assertThat(positions(start)).isEqualTo(positions(first));
            assertThat(start.has("previousCursor")).isFalse();
        }
        String cursor = page("?limit=3").path("nextCursor").asString();
        assertThat(querySide.get(EVENTS + "?order=asc&cursor=" + cursor).code()).isEqualTo("invalid-cursor");
    }

    private static List<String> positions(JsonNode page) {
        List<String> positions = new ArrayList<>();
        page.path("items").forEach(item -> positions.add(item.path("position").asString()));
        return positions;
    }

    @Test
    void exportsHaveAllEventsAndNoFormulas() {
        Answer lines = querySide.get(EVENTS + "?order=asc", "Accept", "application/x-ndjson");
        assertThat(lines.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(lines.text().lines())
                .hasSize(7)
                .first()
                .asString()
                .contains("\"type\":\"catalog.ProductRegistered\"");
        Answer table = querySide.get(EVENTS + "?sku=mug&type=stock.StockReceived", "Accept", "text/csv");
        assertThat(table.text().lines()).hasSize(3).first().asString().startsWith("time,position,eventId,stream");
        Answer head = querySide.send(0, "HEAD", EVENTS, null, "Accept", "text/csv");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/csv");
        assertThat(querySide.get(EVENTS, "Accept", "text/html").text())
                .contains("application/json or application/x-ndjson or text/csv");
        assertThat(CsvCells.cell("=1+1,\"a\"")).isEqualTo("\"'=1+1,\"\"a\"\"\"");
        assertThat(CsvCells.cell("@x")).isEqualTo("'@x");
        assertThat(CsvCells.cell("plain")).isEqualTo("plain");
    }

    @Test
    void aStreamBeginsAfterAPositionOrTheLastEventOfAClient() {
        String before = page("?sku=mug&type=stock.UnitsHeld")
                .path("items")
                .get(0)
                .path("position")
                .asString();
        Answer stream = querySide.get(EVENTS + "/stream?type=stock.StockReceived&after=" + before);
        assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
        List<String> ids =
                stream.text().lines().filter(line -> line.startsWith("id: ")).toList();
        assertThat(stream.text()).contains("\"stream\":\"stock:cup\"").doesNotContain("stock:mug");
        Answer resumed = querySide.get(
                EVENTS + "/stream?type=stock.StockReceived",
                "Last-Event-ID",
                ids.get(0).substring("id: ".length()));
        assertThat(resumed.status()).isEqualTo(200);
        assertThat(resumed.text()).doesNotContain("stock:cup");
        for (String no : List.of("x", "-", "5-", "5-9", "-1", "99999999999999", "9223372036854775808")) {
            Answer answer = querySide.get(EVENTS + "/stream?after=" + no);
            assertThat(answer.code()).as(no + " " + answer.text()).isEqualTo("validation-failed");
        }
    }

    @Test
    void anEventIsTracedFromItsRequestToTheStateThatItChanged() {
        String id = page("?type=stock.UnitsHeld")
                .path("items")
                .get(0)
                .path("eventId")
                .asString();
        JsonNode traced = querySide.get(EVENTS + "/" + id).body();
        assertThat(traced.path("request").path("correlationId").asString()).isEqualTo("c2");
        assertThat(traced.path("command").path("causationId").asString()).isEqualTo("command-2");
        assertThat(traced.path("events").size()).isEqualTo(2);
        JsonNode document = traced.path("documents").get(0);
        assertThat(document.path("collection").asString()).isEqualTo("sku_1");
        assertThat(document.path("versions").path("stock:mug").asLong()).isEqualTo(2);
        assertThat(document.path("includesEvent").asBoolean()).isTrue();
        assertThat(traced.path("state").path("differences").toString())
                .contains("{\"field\":\"stock.levels[0].held\",\"before\":0,\"after\":2}");
        String reserved = page("?type=reservation.ReservationHeld")
                .path("items")
                .get(0)
                .path("eventId")
                .asString();
        JsonNode first = querySide.get(EVENTS + "/" + reserved).body().path("state");
        assertThat(first.path("projection").asString()).isEqualTo("reservation");
        assertThat(first.has("before")).isFalse();
        assertThat(first.path("after").path("status").asString()).isEqualTo("held");
        assertThat(querySide.get(EVENTS + "/unknown").code()).isEqualTo("event-not-found");
    }

    @Test
    void unknownParametersAreRefused() {
        assertThat(querySide.get(EVENTS + "?skus=mug").code()).isEqualTo("unknown-parameter");
        assertThat(querySide.get(EVENTS + "?order=up").code()).isEqualTo("validation-failed");
        assertThat(querySide.get(EVENTS, "Accept", "image/png").status()).isEqualTo(406);
    }
}
