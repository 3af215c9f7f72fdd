package stockledger.command.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.job.AsyncCommandExecutor;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.StoredCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code Prefer: respond-async}: the response is 202, and the result is stored in a job. */
class CommandsAreAnsweredLaterTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static RunningCommandSide commandSide;
    private static JobClient jobs;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1);
        commandSide.stocked("MAIN", 0, "MUG", "JUG", "PAN", "CAN", "TIN");
        jobs = new JobClient(commandSide);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static Answer sendAsync(String method, String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Prefer";
        all[1] = "handling=strict, respond-async; wait=5";
        return commandSide.send(0, method, path, "application/json", body, all);
    }

    private static Stored awaitAnswer(Answer accepted) {
        return awaitAnswer(JobClient.idOf(accepted));
    }

    private static Stored awaitAnswer(String job) {
        return jobs.awaitEnd(job).events().stream()
                .filter(event -> event.type().equals("bulk.RequestAnswered"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode bodyOf(Stored answer) {
        return JSON.readTree(answer.payload().path("body").asString());
    }

    @Test
    void aCommandIsExecuted() {
        Answer accepted = sendAsync(
                "POST",
                "/v1/inventory/JUG/receipts",
                "{\"locationId\":\"MAIN\",\"quantity\":5,\"reference\":\"für später\"}",
                "X-Actor",
                "anna");
        assertThat(accepted.headers().firstValue("Preference-Applied")).hasValue("respond-async");
        assertThat(accepted.headers().firstValue("Consistency-Token")).isPresent();
        Stored answer = awaitAnswer(accepted);
        assertThat(answer.payload().path("status").asInt()).isEqualTo(201);
        assertThat(answer.payload().path("headers").path("location").asString())
                .isEqualTo("/v1/inventory/JUG/movements");
        assertThat(answer.payload().path("headers").path("consistency-token").asString())
                .isNotBlank();
        assertThat(bodyOf(answer).path("onHand").asLong()).isEqualTo(5);
        Stored received = commandSide.stream("stock:JUG").get(0);
        assertThat(received.payload().path("reference").asString()).isEqualTo("für später");
        assertThat(received.metaData().path("actor").asString()).isEqualTo("anna");
    }

    @Test
    void aRefusalIsStoredAsTheAnswer() {
        Stored unknown = awaitAnswer(sendAsync("POST", "/v1/products/NOBODY/discontinue", "{}"));
        assertThat(unknown.payload().path("status").asInt()).isEqualTo(404);
        assertThat(bodyOf(unknown).path("code").asString()).isEqualTo("product-not-found");
        assertThat(unknown.payload().path("headers").path("content-type").asString())
                .startsWith("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/v1/locations|{|malformed-json",
                "POST|/v1/locations|{\"id\":\"x y\",\"name\":\"X\"}|validation-failed",
                "POST|/v1/locations|{\"id\":5,\"name\":\"X\"}|wrong-type",
                "POST|/v1/locations|{\"id\":\"X\",\"name\":\"X\",\"size\":1}|unknown-field",
                "PATCH|/v1/products/MUG|{\"name\":null}|validation-failed",
                "PATCH|/v1/products/MUG|{\"name\":5}|wrong-type",
                "POST|/v1/inventory/M U/receipts|{\"locationId\":\"MAIN\",\"quantity\":1}|invalid-sku",
                "POST|/v1/inventory/MUG/adjustments|{\"locationId\":\"MAIN\",\"delta\":0,\"reason\":\"found\"}|validation-failed",
                "POST|/v1/inventory/MUG/transfers|{\"from\":\"MAIN\",\"to\":\"MAIN\",\"quantity\":1}|validation-failed",
                "POST|/v1/reservations|{\"lines\":[{\"sku\":\"MUG\",\"quantity\":1}],\"locationPolicy\":\"given\"}|validation-failed",
                "POST|/v1/products/NOBODY/discontinue|[]|malformed-json"
            })
    void anInvalidRequestIsRefusedAtOnce(String method, String path, String body, String code) {
        long before = commandSide.events();
        Answer answer = sendAsync(method, path.replace(" ", "%20"), body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(commandSide.events()).isEqualTo(before);
    }

    @Test
    void anInvalidHeaderIsRefusedAtOnce() {
        Answer answer = sendAsync("POST", "/v1/products/MUG/discontinue", "{}", "If-Match", "p1");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-if-match");
    }

    @Test
    void aTagOfAnotherResourceIsOfNoVersion() {
        Stored refused = awaitAnswer(sendAsync("POST", "/v1/products/MUG/discontinue", "{}", "If-Match", "\"s1\""));
        assertThat(refused.payload().path("status").asInt()).isEqualTo(412);
    }

    @Test
    void theExpectedVersionIsCheckedAtExecution() {
        commandSide.post(
                "/v1/products",
                "{\"sku\":\"CUP\",\"name\":\"Cup\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}");
        Stored stale = awaitAnswer(sendAsync(
                "PUT",
                "/v1/products/CUP/price",
                "{\"price\":{\"amount\":\"2.00\",\"currency\":\"GBP\"}}",
                "If-Match",
                "\"p7\""));
        assertThat(stale.payload().path("status").asInt()).isEqualTo(412);
        assertThat(bodyOf(stale).path("code").asString()).isEqualTo("version-mismatch");
    }

    @Test
    void aRetryWithTheSameKeyGetsTheSameJobAndIsExecutedOnce() {
        String body = "{\"locationId\":\"MAIN\",\"quantity\":7,\"reference\":\"keyed\"}";
        Answer first = sendAsync("POST", "/v1/inventory/MUG/receipts", body, "Idempotency-Key", "later-1");
        awaitAnswer(first);
        Answer again = sendAsync("POST", "/v1/inventory/MUG/receipts", body, "Idempotency-Key", "later-1");
        assertThat(JobClient.idOf(again)).isEqualTo(JobClient.idOf(first));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Consistency-Token"))
                .isEqualTo(first.headers().firstValue("Consistency-Token"));
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        Answer waited = commandSide.send(
                0, "POST", "/v1/inventory/MUG/receipts", "application/json", body, "Idempotency-Key", "later-1");
        assertThat(waited.status()).isEqualTo(201);
        assertThat(waited.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(jobs.received("MUG").stream().filter(quantity -> quantity == 7))
                .hasSize(1);
    }

    /** A worker may have ended between the execution and its answer. */
    @Test
    void aRepeatedExecutionIsAppliedOnceAndAnsweredAlike() {
        commandSide.post("/v1/inventory/PAN/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");
        StoredCommand command = new StoredCommand(
                "stock.ReceiveStock",
                "{\"sku\":\"PAN\",\"locationId\":\"MAIN\",\"quantity\":2,\"reference\":null,\"incomingId\":null}",
                0L);
        RequestAccepted accepted =
                new RequestAccepted(new JobId("crashed"), "POST", "/v1/inventory/PAN/receipts", command);
        AsyncCommandExecutor executor = commandSide.instance(0).getBean(AsyncCommandExecutor.class);

        AsyncCommandExecutor.Answer first = executor.execute(accepted, MetaData.emptyInstance());
        AsyncCommandExecutor.Answer again = executor.execute(accepted, MetaData.emptyInstance());

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(jobs.received("PAN")).containsExactly(1L, 2L);
    }

    @Test
    void routesWithoutAsyncIgnoreThePreference() {
        assertThat(sendAsync("POST", "/v1/nothing", "{}").status()).isEqualTo(404);
        assertThat(sendAsync("PUT", "/v1/locations", "{}").status()).isEqualTo(405);
        assertThat(sendAsync("POST", "/v1/jobs/nobody/cancel", "{}").status()).isEqualTo(404);
        Answer bulk = jobs.send(
                "/v1/bulk/receipts", JobClient.CSV, "sku,locationId,quantity\nMUG,MAIN,1\n", "Prefer", "respond-async");
        assertThat(bulk.headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(jobs.awaitEnd(JobClient.idOf(bulk)).types()).contains("bulk.JobAccepted");
    }

    private static void storeRevision1(String job, String actor, String payload) {
        commandSide.read(
                "INSERT INTO DomainEventEntry (aggregateIdentifier, sequenceNumber, type, eventIdentifier, metaData,"
                        + " payload, payloadRevision, payloadType, timeStamp) VALUES (?, 0, 'job', ?,"
                        + " convert_to(?, 'UTF8'), convert_to(?, 'UTF8'), '1', 'bulk.RequestAccepted', ?)"
                        + " RETURNING globalIndex",
                row -> row.getLong(1),
                "job:" + job,
                UUID.randomUUID().toString(),
                "{\"actor\":\"" + actor + "\"}",
                payload,
                Instant.now().toString());
    }

    @Test
    void aRequestThatAnEarlierVersionStoredIsExecuted() {
        commandSide.post(
                "/v1/products",
                "{\"sku\":\"OLD\",\"name\":\"Old\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}");
        storeRevision1(
                "old-request",
                "ben",
                "{\"id\":\"old-request\",\"method\":\"PUT\",\"path\":\"/v1/products/OLD/price\","
                        + "\"headers\":{\"content-type\":\"application/json\",\"if-match\":\"\\\"p0\\\"\"},"
                        + "\"body\":\"{\\\"price\\\":{\\\"amount\\\":\\\"2.00\\\",\\\"currency\\\":\\\"GBP\\\"}}\"}");

        Stored answer = awaitAnswer("old-request");

        assertThat(answer.payload().path("status").asInt()).isEqualTo(200);
        assertThat(bodyOf(answer).path("version").asLong()).isEqualTo(1);
        Stored repriced = commandSide.stream("product:OLD").get(1);
        assertThat(repriced.payload().path("price").path("amount").asString()).isEqualTo("2.00");
        assertThat(repriced.metaData().path("actor").asString()).isEqualTo("ben");
    }

    @Test
    void aStoredCommandContainsTheTimeOfItsAcceptance() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Answer accepted = sendAsync("POST", "/v1/inventory/MUG/counts", "{\"locationId\":\"MAIN\",\"counted\":3}");
        Stored request = commandSide.stream("job:" + JobClient.idOf(accepted)).get(0);
        assertThat(request.payload().path("command").path("type").asString()).isEqualTo("stock.CountStock");
        JsonNode command =
                JSON.readTree(request.payload().path("command").path("json").asString());
        assertThat(Instant.parse(command.path("now").asString())).isBetween(before, Instant.now());
        assertThat(command.path("countedAt")).isEqualTo(command.path("now"));
        awaitAnswer(accepted);
    }

    @Test
    void aReceiptAfterTheAcceptanceOfACountIsNotInTheCount() {
        receive("TIN", 10);
        Answer accepted = sendAsync("POST", "/v1/inventory/TIN/counts", "{\"locationId\":\"MAIN\",\"counted\":10}");
        receive("TIN", 5);
        awaitAnswer(accepted);

        assertThat(receive("TIN", 1)).isEqualTo(15 + 1);
    }

    /** Earlier versions stored a count without its time. */
    @Test
    void aCountThatAnEarlierVersionStoredIsOfItsAcceptance() {
        receive("CAN", 10);
        Instant acceptedAt = Instant.now();
        Awaitility.await().until(() -> Instant.now().isAfter(acceptedAt.plusMillis(2)));
        receive("CAN", 5);
        StoredCommand command = new StoredCommand(
                "stock.CountStock",
                "{\"sku\":\"CAN\",\"locationId\":\"MAIN\",\"counted\":10,\"countedAt\":null,\"now\":\"" + acceptedAt
                        + "\"}",
                null);
        RequestAccepted accepted =
                new RequestAccepted(new JobId("waited"), "POST", "/v1/inventory/CAN/counts", command);
        AsyncCommandExecutor executor = commandSide.instance(0).getBean(AsyncCommandExecutor.class);

        AsyncCommandExecutor.Answer answer = new RequestContext("anna", "waited")
                .withAcceptedAt(acceptedAt)
                .during(() -> executor.execute(accepted, MetaData.emptyInstance()));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(receive("CAN", 1)).isEqualTo(15 + 1);
    }

    /** Returns the units on hand after it. */
    private static long receive(String sku, int quantity) {
        return commandSide
                .post("/v1/inventory/" + sku + "/receipts", "{\"locationId\":\"MAIN\",\"quantity\":" + quantity + "}")
                .body()
                .path("onHand")
                .asLong();
    }
}
