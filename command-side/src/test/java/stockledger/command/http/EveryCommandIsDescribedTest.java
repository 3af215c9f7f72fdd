package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import stockledger.web.ApiContract;
import tools.jackson.databind.JsonNode;

/** The API description equals the served API: routes, success responses with headers, and problem codes. */
class EveryCommandIsDescribedTest {

    /** The job may have ended before it is cancelled. */
    static final String CANCEL_JOB = "/v1/jobs/{id}/cancel";

    private static CommandHarness commands;
    private static JsonNode described;

    @BeforeAll
    static void open() {
        commands = new CommandHarness();
        RawHttp.Reply reply = commands.http().send("GET", "/v3/api-docs", new byte[0]);
        assertThat(reply.status()).isEqualTo(200);
        described = CommandExample.JSON.readTree(reply.body());
    }

    @AfterAll
    static void close() {
        commands.close();
    }

    @Test
    void everyCommandHasAContract() {
        List<String> missing = new ArrayList<>();
        commands.commandSide()
                .instance(0)
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    boolean ours = method.getBeanType().getName().startsWith("stockledger.command.")
                            && mapping.getPatternValues().stream().anyMatch(path -> path.startsWith("/v1/"));
                    if (ours && !method.hasMethodAnnotation(ApiContract.class)) {
                        missing.add(mapping + " has no contract");
                    }
                });

        assertThat(missing).isEmpty();
    }

    @Test
    void everyCommandAnswersAsDescribed() {
        List<String> wrong = new ArrayList<>();
        for (CommandExample command : CommandExample.ALL) {
            if (!command.route().equals(CANCEL_JOB)) {
                RawHttp.Reply reply = commands.send(command, bodyOfToday(command));
                compare(command, reply, wrong);
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** An old count is refused, and a small one would leave no stock for the commands after it. */
    static String bodyOfToday(CommandExample command) {
        return command.members().contains("countedAt") ? "{\"locationId\":\"MAIN\",\"counted\":500}" : command.body();
    }

    @Test
    void asynchronousCommandsAreAcceptedAsDescribed() {
        List<String> wrong = new ArrayList<>();
        for (CommandExample command : CommandExample.ALL) {
            boolean described = operation(command).path("responses").has("202");
            assertThat(described)
                    .as(command.endpoint())
                    .isNotEqualTo(command.route().equals(CANCEL_JOB));
            if (described) {
                RawHttp.Reply reply = commands.http()
                        .send(
                                command.method(),
                                command.path(),
                                CommandHarness.utf8(command.body()),
                                "Content-Type: " + command.type(),
                                "Prefer: respond-async");
                assertThat(reply.status()).as(command.endpoint()).isEqualTo(202);
                compare(command, reply, wrong);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void limitsOfAttributesAreDescribed() {
        for (String body : List.of("CatalogProductBody", "CatalogProductPatch")) {
            JsonNode attributes = described.at("/components/schemas/" + body + "/properties/attributes");
            assertThat(attributes.path("maxProperties").asInt()).isEqualTo(100);
            assertThat(attributes.at("/propertyNames/minLength").asInt()).isEqualTo(1);
            assertThat(attributes.at("/propertyNames/maxLength").asInt()).isEqualTo(64);
            assertThat(attributes.at("/additionalProperties/type").toString()).contains("string");
            assertThat(attributes.at("/additionalProperties/maxLength").asInt()).isEqualTo(1_000);
        }
    }

    @Test
    void rowsAreAcceptedAsDescribed() {
        CommandExample rows = example("POST /v1/bulk/{kind}", "/v1/bulk/receipts", "text/csv");
        List<String> wrong = new ArrayList<>();
        RawHttp.Reply accepted = commands.send(rows, "sku,locationId,quantity\nMUG-1,MAIN,5\n");
        compare(rows, accepted, wrong);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(operation(rows).toString()).contains("\"receipts\"", "\"counts\"", "application/x-ndjson");

        CommandExample cancel =
                example("POST " + CANCEL_JOB, accepted.header("location") + "/cancel", "application/json");
        RawHttp.Reply cancelled = commands.send(cancel, "{}");
        assertThat(cancelled.status()).isIn(200, 409);
        if (cancelled.status() == 200) {
            compare(cancel, cancelled, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receipts|text/csv|''|400|no-rows",
                "receipts|text/csv|sku,locationId|400|missing-column",
                "receipts|text/csv|sku,locationId,quantity,colour|400|unknown-column",
                "receipts|text/csv|sku,sku,locationId,quantity|400|malformed-csv",
                "receipts|application/x-ndjson|sku|400|malformed-ndjson",
                "receipts|application/json|{}|415|unsupported-media-type",
                "receipts?dryRun=maybe|text/csv|sku|400|validation-failed",
            })
    void rowsAreRefusedAsDescribed(String kind, String type, String body, int status, String code) {
        RawHttp.Reply reply = commands.send(example("POST /v1/bulk/{kind}", "/v1/bulk/" + kind, type), body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(CommandHarness.problem(reply).path("code").asString()).isEqualTo(code);
    }

    private static CommandExample example(String endpoint, String path, String type) {
        return new CommandExample(endpoint, path, type, "{}", Set.of());
    }

    private static void compare(CommandExample command, RawHttp.Reply reply, List<String> wrong) {
        JsonNode answer = operation(command).path("responses").path(String.valueOf(reply.status()));
        if (answer.isMissingNode() || reply.status() >= 400) {
            wrong.add(command.endpoint() + " answers " + reply.status() + " " + reply.body());
            return;
        }
        for (String header :
                List.of("Consistency-Token", "ETag", "Location", "Preference-Applied", "X-Correlation-Id")) {
            boolean sent = !reply.header(header.toLowerCase(Locale.ROOT)).isEmpty();
            if (sent != answer.path("headers").has(header)) {
                wrong.add(command.endpoint() + (sent ? " sends " : " does not send ") + header);
            }
        }
    }

    @Test
    void everyCommandHasAnIdempotencyKey() {
        assertThat(CommandExample.ALL)
                .allSatisfy(command -> assertThat(
                                operation(command).path("parameters").toString())
                        .contains("Idempotency-Key"));
    }

    @Test
    void refusalsAreListedWithTheirCodes() {
        JsonNode hold =
                described.path("paths").path("/v1/reservations").path("post").path("responses");

        assertThat(hold.path("409").toString()).contains("insufficient-stock", "reservation-exists");
        assertThat(hold.path("404").toString()).contains("product-not-found", "location-not-found");
        assertThat(hold.path("400").toString()).contains("unknown-field", "validation-failed", "malformed-json");
        assertThat(hold.path("422").toString()).contains("idempotency-key-reused");
        assertThat(hold.path("503").toString()).contains("busy", "reservation-in-progress", "unavailable");
    }

    @Test
    void boundsComeFromTheConstraints() {
        JsonNode quantity = described
                .path("components")
                .path("schemas")
                .path("StockReceiptBody")
                .path("properties")
                .path("quantity");

        assertThat(quantity.path("minimum").asLong()).isEqualTo(1);
        assertThat(quantity.path("maximum").asLong()).isEqualTo(1_000_000_000);
    }

    @Test
    void swaggerUiIsServed() {
        RawHttp.Reply page = commands.http().send("GET", "/swagger-ui/index.html", new byte[0]);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui");
    }

    private static JsonNode operation(CommandExample command) {
        return described
                .path("paths")
                .path(command.route())
                .path(command.method().toLowerCase(Locale.ROOT));
    }
}
