package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.ReplayedAnswers.assertOneIsExecuted;
import static stockledger.command.ReplayedAnswers.assertSame;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stockledger.command.Concurrently;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** Stock requests over HTTP are executed once per idempotency key, and on the expected version only. */
class StockOverHttpTest {

    private static final String JSON = "application/json";
    private static final int TIMES = 5;
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(2);
        commandSide.stocked(
                "MAIN", 10, "POLICY", "ASIDE", "COUNT", "MOVE", "LOST", "NEXT", "LINE", "OFFSET", "LATE", "BROKEN",
                "PARTS");
        assertThat(commandSide
                        .post("/v1/locations", "{\"id\":\"SHOP\",\"name\":\"Shop\"}")
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void aPolicyAppliesToTheNextHold() {
        Answer first = put("/v1/inventory/POLICY/policy", "{\"safetyStock\":8,\"backorderLimit\":1}");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().toString())
                .isEqualTo("{\"sku\":\"POLICY\",\"safetyStock\":8,\"backorderLimit\":1,\"version\":1}");
        assertThat(put("/v1/inventory/POLICY/policy", "{\"safetyStock\":8,\"backorderLimit\":1}")
                        .body())
                .isEqualTo(first.body());
        Answer refused = commandSide.post("/v1/reservations", "{\"lines\":[{\"sku\":\"POLICY\",\"quantity\":4}]}");
        assertThat(refused.code()).isEqualTo("insufficient-stock");
        assertThat(refused.body().at("/shortages/0/available").asLong()).isEqualTo(3);
        assertThat(commandSide
                        .post("/v1/reservations", "{\"lines\":[{\"sku\":\"POLICY\",\"quantity\":3}]}")
                        .status())
                .isEqualTo(201);
        assertThat(commandSide.stream("stock:POLICY").stream().map(RunningCommandSide.Stored::type))
                .containsExactly("stock.StockReceived", "stock.StockPolicySet", "stock.UnitsHeld", "stock.StockRanOut");
    }

    @Test
    void aReplayedAnswerHasTheVersionOfAllItsEvents() {
        String body = "{\"locationId\":\"MAIN\",\"delta\":10,\"reason\":\"damaged\"}";
        List<Answer> answers =
                Concurrently.times(TIMES, i -> post(i % 2, "/v1/inventory/ASIDE/unavailable", body, "aside"));
        assertOneAnswer(answers);
        assertThat(answers.get(0).body().path("unavailable").asLong()).isEqualTo(10);
        assertThat(answers.get(0).body().path("onHand").asLong()).isEqualTo(10);
        assertThat(answers.get(0).body().path("version").asLong()).isEqualTo(2);
        assertThat(answers.get(0).headers().firstValue("ETag")).contains("\"s2\"");
        assertThat(commandSide.stream("stock:ASIDE")).hasSize(3);
        commandSide.post("/v1/inventory/ASIDE/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");
        commandSide.start();
        assertSame(post(commandSide.instances() - 1, "/v1/inventory/ASIDE/unavailable", body, "aside"), answers.get(0));
    }

    @Test
    void aCountIsBookedOnce() {
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String body = "{\"locationId\":\"SHOP\",\"counted\":4,\"countedAt\":\"" + at + "\"}";
        List<Answer> answers = Concurrently.times(TIMES, i -> post(i % 2, "/v1/inventory/COUNT/counts", body, "count"));
        assertOneAnswer(answers);
        assertThat(answers.get(0).body().toString())
                .isEqualTo("{\"sku\":\"COUNT\",\"locationId\":\"SHOP\",\"counted\":4,\"expected\":0,\"delta\":4,"
                        + "\"countedAt\":\"" + at + "\",\"onHand\":4,\"unavailable\":0,\"version\":1}");
        assertRefused("/v1/inventory/COUNT/counts", "count-too-old", body.replace(at + "", "2026-01-01T00:00:00Z"));
        assertRefused("/v1/inventory/COUNT/counts", "count-in-future", body.replace(at + "", "2999-01-01T00:00:00Z"));
        assertRefused("/v1/inventory/COUNT/counts", "count-superseded", body.replace(at + "", at.minusSeconds(1) + ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NEWER| 99| {}",
                "YEAR| 1| {\"sku\":\"YEAR\",\"locationId\":\"MAIN\",\"quantity\":1,\"occurredAt\":\"+1000000000-01-01T00:00:00Z\"}",
            })
    void aStreamThatThisReleaseCannotReadRefusesItsCommandsOnly(String sku, String revision, String payload)
            throws SQLException {
        assertThat(commandSide
                        .post(
                                "/v1/products",
                                ("{'sku':'%s','name':'Mug','price':{'amount':'1','currency':'GBP'}}")
                                        .formatted(sku)
                                        .replace('\'', '"'))
                        .status())
                .isEqualTo(201);
        try (Connection connection = commandSide.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO DomainEventEntry (aggregateIdentifier, sequenceNumber, type, eventIdentifier, metaData,"
                                + " payload, payloadRevision, payloadType, timeStamp) VALUES (?, 0, 'stock', ?, '{}', ?, ?,"
                                + " 'stock.StockReceived', '2026-11-30T00:00:00Z')")) {
            insert.setString(1, "stock:" + sku);
            insert.setString(2, UUID.randomUUID().toString());
            insert.setBytes(3, payload.getBytes(StandardCharsets.UTF_8));
            insert.setString(4, revision);
            insert.executeUpdate();
        }
        Answer refused =
                commandSide.post("/v1/inventory/" + sku + "/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("unreadable-stream");
        assertThat(commandSide
                        .post("/v1/inventory/LINE/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aTimeMayHaveAnOffset() {
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String local = at.atOffset(ZoneOffset.ofHoursMinutes(5, 30)).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        Answer received = commandSide.post(
                "/v1/inventory/OFFSET/receipts",
                "{\"locationId\":\"SHOP\",\"quantity\":4,\"occurredAt\":\"" + local + "\"}");
        assertThat(received.body().path("occurredAt").asString()).isEqualTo(at.toString());
        Answer counted = commandSide.post(
                "/v1/inventory/OFFSET/counts",
                "{\"locationId\":\"SHOP\",\"counted\":4,\"countedAt\":\"" + local + "\"}");
        assertThat(counted.body().path("countedAt").asString()).isEqualTo(at.toString());
        assertThat(counted.body().path("delta").asLong()).isZero();
        for (String wrong : List.of(
                "2026-03-02",
                "2026-03-02T10:15:30",
                "2026-03-02T10:15:30+0100",
                "2026-13-02T10:15:30Z",
                "+1000000000-01-01T00:00:00Z")) {
            String body = "{\"locationId\":\"SHOP\",\"counted\":4,\"countedAt\":\"" + wrong + "\"}";
            assertThat(commandSide.post("/v1/inventory/OFFSET/counts", body).code())
                    .as(wrong)
                    .isEqualTo("validation-failed");
        }
    }

    @Test
    void aReceiptPostedAfterTheCountThatSawItsUnitsIsNotAddedAgain() {
        Instant arrived = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        assertThat(commandSide
                        .post("/v1/inventory/LATE/counts", "{\"locationId\":\"MAIN\",\"counted\":15}")
                        .status())
                .isEqualTo(201);
        String body = "{\"locationId\":\"MAIN\",\"quantity\":5,\"occurredAt\":\"" + arrived + "\"}";
        List<Answer> answers = Concurrently.times(TIMES, i -> post(i % 2, "/v1/inventory/LATE/receipts", body, "late"));
        assertOneAnswer(answers);
        assertThat(answers.get(0).body().path("onHand").asLong()).isEqualTo(15);
        assertThat(answers.get(0).body().has("countedAt")).isTrue();
        assertRefused(
                "/v1/inventory/LATE/receipts",
                "occurred-in-future",
                body.replace(arrived + "", "2999-01-01T00:00:00Z"));
    }

    @Test
    void unavailableUnitsAreWrittenOff() {
        commandSide.post(
                "/v1/inventory/BROKEN/unavailable", "{\"locationId\":\"MAIN\",\"delta\":10,\"reason\":\"damaged\"}");
        String body = "{\"locationId\":\"MAIN\",\"delta\":-3,\"reason\":\"damaged\"}";
        assertRefused("/v1/inventory/BROKEN/adjustments", "insufficient-stock", body);
        Answer answer =
                commandSide.post("/v1/inventory/BROKEN/adjustments", body.replace("}", ",\"from\":\"unavailable\"}"));
        assertThat(answer.body().path("onHand").asLong()).isEqualTo(7);
        assertThat(answer.body().path("unavailable").asLong()).isEqualTo(7);
        String added = body.replace("-3", "3").replace("}", ",\"from\":\"unavailable\"}");
        assertThat(commandSide.post("/v1/inventory/BROKEN/adjustments", added).code())
                .isEqualTo("validation-failed");
    }

    @Test
    void aTransferIsSentOnceAndReceivedOnce() {
        String body = "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":10,\"reference\":\"van 3\"}";
        List<Answer> sent = Concurrently.times(TIMES, i -> post(i % 2, "/v1/inventory/MOVE/transfers", body, "van"));
        assertOneAnswer(sent);
        String id = sent.get(0).body().path("id").asString();
        assertThat(sent.get(0).body().path("status").asString()).isEqualTo("inTransit");
        String receive = "/v1/transfers/" + id + "/receive";
        List<Answer> received = Concurrently.times(TIMES, i -> post(i % 2, receive, "{}", "arrived"));
        assertOneAnswer(received);
        assertThat(received.get(0).body().toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"sku\":\"MOVE\",\"from\":\"MAIN\",\"to\":\"SHOP\","
                        + "\"status\":\"received\",\"quantity\":10,\"received\":10,\"inTransit\":0,\"lost\":0,\"overReceived\":0,"
                        + "\"version\":4}");
        assertSame(post(1, "/v1/inventory/MOVE/transfers", body, "van"), sent.get(0));
        assertThat(commandSide.post(receive, "{}").body())
                .isEqualTo(received.get(0).body());
        assertRefused(receive, "transfer-already-received", "{\"quantity\":3}");
        assertThat(commandSide.stream("stock:MOVE").stream().map(RunningCommandSide.Stored::type))
                .containsExactly(
                        "stock.StockReceived",
                        "stock.TransferSent",
                        "stock.StockRanOut",
                        "stock.TransferReceived",
                        "stock.StockCameBack");
    }

    @Test
    void partsThatArriveAtOnceAreEachReceivedOnce() {
        String id = commandSide
                .post("/v1/inventory/PARTS/transfers", "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":10}")
                .body()
                .path("id")
                .asString();
        List<Answer> answers = Concurrently.times(
                64, i -> commandSide.post(i % 2, "/v1/transfers/" + id + "/receive", "{\"quantity\":1}"));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(10);
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .extracting(Answer::code)
                .containsOnly("transfer-already-received");
        assertThat(commandSide
                        .post("/v1/inventory/PARTS/counts", "{\"locationId\":\"SHOP\",\"counted\":10}")
                        .body()
                        .path("expected")
                        .asLong())
                .isEqualTo(10);
    }

    @Test
    void lostUnitsAreInTheAnswer() {
        String id = commandSide
                .post("/v1/inventory/LOST/transfers", "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":4}")
                .body()
                .path("id")
                .asString();
        Answer part = commandSide.post("/v1/transfers/" + id + "/receive", "{\"quantity\":2}");
        assertThat(part.body().path("status").asString()).isEqualTo("inTransit");
        assertThat(part.body().path("received").asLong()).isEqualTo(2);
        assertThat(part.body().path("inTransit").asLong()).isEqualTo(2);
        assertThat(part.body().has("lost")).isFalse();
        Answer answer = commandSide.post("/v1/transfers/" + id + "/receive", "{\"quantity\":1,\"last\":true}");
        assertThat(answer.body().path("status").asString()).isEqualTo("received");
        assertThat(answer.body().path("lost").asLong()).isEqualTo(1);
        assertRefused(
                "/v1/inventory/LOST/transfers",
                "insufficient-stock",
                "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":7}");
        assertThat(commandSide.post("/v1/transfers/LOST.0/receive", "{}").code())
                .isEqualTo("transfer-not-found");
        assertThat(commandSide
                        .post("/v1/inventory/LOST/transfers", "{\"from\":\"MAIN\",\"to\":\"MAIN\",\"quantity\":1}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aDeliveryIsAnnouncedOnceAndReceived() {
        String body = "{\"locationId\":\"MAIN\",\"quantity\":20,\"expectedOn\":\"2026-03-06\"}";
        List<Answer> expected =
                Concurrently.times(TIMES, i -> post(i % 2, "/v1/inventory/NEXT/incoming", body, "order"));
        assertOneAnswer(expected);
        String id = expected.get(0).body().path("id").asString();
        String receipt = "{\"locationId\":\"MAIN\",\"quantity\":5,\"incomingId\":\"" + id + "\"}";
        List<Answer> came = Concurrently.times(TIMES, i -> post(i % 2, "/v1/inventory/NEXT/receipts", receipt, "note"));
        assertOneAnswer(came);
        assertThat(came.get(0).body().path("version").asLong()).isEqualTo(3);
        String cancel = "/v1/inventory/NEXT/incoming/" + id + "/cancel";
        Answer cancelled = commandSide.post(cancel, "{}");
        assertThat(cancelled.body().path("cancelled").asLong()).isEqualTo(15);
        assertThat(commandSide.post(cancel, "{}").body()).isEqualTo(cancelled.body());
    }

    @Test
    void eachOfTheseCanBeTheFirstCommandOfASku() {
        for (String sku : List.of("FIRST-1", "FIRST-2", "FIRST-3", "FIRST-4")) {
            assertThat(commandSide
                            .post(
                                    "/v1/products",
                                    "{\"sku\":\"%s\",\"name\":\"New\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}"
                                            .formatted(sku))
                            .status())
                    .isEqualTo(201);
        }
        assertThat(put("/v1/inventory/FIRST-1/policy", "{}")
                        .body()
                        .path("version")
                        .asLong(-1))
                .isZero();
        assertFirst("/v1/inventory/FIRST-2/counts", "{\"locationId\":\"SHOP\",\"counted\":4}");
        assertFirst(
                "/v1/inventory/FIRST-3/incoming",
                "{\"locationId\":\"SHOP\",\"quantity\":4,\"expectedOn\":\"2026-03-06\"}");
        assertRefused(
                "/v1/inventory/FIRST-4/transfers",
                "insufficient-stock",
                "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":1}");
        assertRefused(
                "/v1/inventory/FIRST-4/unavailable",
                "insufficient-stock",
                "{\"locationId\":\"MAIN\",\"delta\":1,\"reason\":\"damaged\"}");
        assertThat(commandSide
                        .post("/v1/inventory/FIRST-4/incoming/x/cancel", "{}")
                        .code())
                .isEqualTo("incoming-not-found");
        assertThat(commandSide.post("/v1/transfers/FIRST-4.0/receive", "{}").code())
                .isEqualTo("transfer-not-found");
        assertThat(commandSide.stream("stock:FIRST-4")).isEmpty();
    }

    private static void assertFirst(String path, String body) {
        Answer answer = commandSide.post(path, body);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        assertThat(answer.body().path("version").asLong(-1)).isZero();
    }

    @Test
    void onAnotherVersionNothingChanges() {
        String stale = "\"s7\"";
        for (String[] one : new String[][] {
            {"PUT", "/v1/inventory/LINE/policy", "{\"safetyStock\":1}"},
            {"POST", "/v1/inventory/LINE/unavailable", "{\"locationId\":\"MAIN\",\"delta\":1,\"reason\":\"damaged\"}"},
            {"POST", "/v1/inventory/LINE/counts", "{\"locationId\":\"MAIN\",\"counted\":1}"},
            {"POST", "/v1/inventory/LINE/transfers", "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":1}"},
            {"POST", "/v1/transfers/LINE.0/receive", "{}"},
            {
                "POST",
                "/v1/inventory/LINE/incoming",
                "{\"locationId\":\"MAIN\",\"quantity\":1,\"expectedOn\":\"2026-03-06\"}"
            },
            {"POST", "/v1/inventory/LINE/incoming/x/cancel", "{}"}
        }) {
            Answer answer = commandSide.send(0, one[0], one[1], JSON, one[2], "If-Match", stale);
            assertThat(answer.code()).as(one[1]).isEqualTo("version-mismatch");
        }
        assertThat(commandSide.stream("stock:LINE")).hasSize(1);
        assertThat(commandSide
                        .send(
                                0,
                                "PUT",
                                "/v1/inventory/LINE/policy",
                                JSON,
                                "{\"reorderPoint\":10}",
                                "If-Match",
                                "\"s0\"")
                        .headers()
                        .firstValue("ETag"))
                .contains("\"s2\"");
    }

    private static void assertRefused(String path, String code, String body) {
        Answer answer = commandSide.post(path, body);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo(code);
    }

    private static void assertOneAnswer(List<Answer> answers) {
        answers.forEach(answer -> {
            assertThat(answer.status()).as("%s", answer.body()).isBetween(200, 201);
            assertSame(answer, answers.get(0));
        });
        assertOneIsExecuted(answers);
    }

    private static Answer put(String path, String body) {
        return commandSide.send(0, "PUT", path, JSON, body);
    }

    private static Answer post(int index, String path, String body, String key) {
        return commandSide.send(index, "POST", path, JSON, body, "Idempotency-Key", key);
    }
}
