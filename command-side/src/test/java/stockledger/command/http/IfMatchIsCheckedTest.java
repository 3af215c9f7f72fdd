package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import tools.jackson.databind.JsonNode;

/** A command with If-Match is executed on that version or refused. */
class IfMatchIsCheckedTest {

    private static final String JSON = "application/json";
    private static final String RECEIPT = "{\"locationId\":\"MAIN\",\"quantity\":1}";
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(2);
        commandSide.stocked("MAIN", 10, "A", "B", "C", "D", "E");
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void aPriceIsSetOnTheExpectedVersion() {
        String price = "{\"price\":{\"amount\":\"2.00\",\"currency\":\"GBP\"}}";
        Answer first = commandSide.send(0, "PUT", "/v1/products/A/price", JSON, price, "If-Match", "\"p0.s4\"");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers().firstValue("ETag")).hasValue("\"p1\"");

        Answer late = commandSide.send(1, "PUT", "/v1/products/A/price", JSON, price, "If-Match", "\"p0\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.code()).isEqualTo("version-mismatch");
        assertThat(late.body().path("version").asLong()).isEqualTo(1);
    }

    @Test
    void stockOfAnotherVersionIsUnchanged() {
        String receipt = "{\"locationId\":\"MAIN\",\"quantity\":1}";
        assertThat(commandSide
                        .send(0, "POST", "/v1/inventory/B/receipts", JSON, receipt, "If-Match", "\"s0\"")
                        .status())
                .isEqualTo(201);
        Answer late = commandSide.send(1, "POST", "/v1/inventory/B/receipts", JSON, receipt, "If-Match", "\"s0\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(commandSide
                        .send(1, "POST", "/v1/inventory/B/receipts", JSON, receipt, "If-Match", "\"p0.s0-gzip\"")
                        .status())
                .as("of a gzip page")
                .isEqualTo(412);
        Answer now = commandSide.send(1, "POST", "/v1/inventory/B/receipts", JSON, receipt, "If-Match", "\"s1\"");
        assertThat(now.body().path("onHand").asLong()).isEqualTo(12);
        Answer gzip =
                commandSide.send(1, "POST", "/v1/inventory/B/receipts", JSON, receipt, "If-Match", "\"p0.s2-gzip\"");
        assertThat(gzip.body().path("onHand").asLong()).isEqualTo(13);
    }

    @Test
    void aReservationIsConfirmedOnTheExpectedVersion() {
        Answer held = commandSide.post("/v1/reservations", "{\"id\":\"R\",\"lines\":[{\"sku\":\"C\",\"quantity\":1}]}");
        String tag = held.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).isEqualTo("\"r0\"");
        assertThat(commandSide
                        .send(1, "POST", "/v1/reservations/R/release", JSON, "{}", "If-Match", "\"r7\"")
                        .status())
                .isEqualTo(412);
        assertThat(commandSide
                        .send(1, "POST", "/v1/reservations/R/confirm", JSON, "{}", "If-Match", tag)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theDescribedPatternMatchesTheSameTags() {
        JsonNode paths =
                commandSide.send(0, "GET", "/v3/api-docs", JSON, "").body().path("paths");
        Map.of(
                        "/v1/products/{sku}/discontinue", "p",
                        "/v1/inventory/{sku}/receipts", "s",
                        "/v1/reservations/{id}/confirm", "r",
                        "/v1/jobs/{id}/cancel", "j")
                .forEach((path, letter) -> {
                    String pattern = ifMatch(paths.path(path).path("post").path("parameters"));
                    assertThat(List.of(
                                    "*",
                                    "\"" + letter + "3\"",
                                    "W/\"" + letter + "3\"",
                                    "\"a1." + letter + "17\", \"" + letter + "3\"",
                                    "\"" + letter + "0.z2-gzip\""))
                            .allSatisfy(tag -> assertThat(tag).matches(pattern));
                    assertThat(List.of(letter + "3", "", "\"" + letter, "*, \"" + letter + "3\""))
                            .allSatisfy(tag -> assertThat(tag).doesNotMatch(pattern));
                });
    }

    private static String ifMatch(JsonNode parameters) {
        List<String> patterns = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            if (parameter.path("name").asString().equals("If-Match")) {
                assertThat(parameter.path("in").asString()).isEqualTo("header");
                assertThat(parameter.path("required").asBoolean()).isFalse();
                assertThat(parameter.path("description").asString()).contains("ETag", "412");
                patterns.add(parameter.path("schema").path("pattern").asString());
            }
        }
        assertThat(patterns).hasSize(1);
        return patterns.get(0);
    }

    @Test
    void oneOfAListIsEnough() {
        String path = "/v1/inventory/D/receipts";
        assertThat(receive(path, "\"s7\", \"s0\"").status()).isEqualTo(201);
        assertThat(receive(path, "\"x\", W/\"s1\",,\"p0.s1\" , \"s3\"").status())
                .isEqualTo(201);
        Answer none = receive(path, "\"s0\", \"s1\", \"s3\"");
        assertThat(none.status()).isEqualTo(412);
        assertThat(none.body().path("version").asLong()).isEqualTo(2);
        assertThat(receive(path, "\"s2\"").body().path("onHand").asLong()).isEqualTo(13);
        Answer later = commandSide.send(
                0, "POST", path, JSON, RECEIPT, "If-Match", "\"s3\", \"s4\"", "Prefer", "respond-async");
        assertThat(later.status()).isEqualTo(400);
        assertThat(later.code()).isEqualTo("invalid-if-match");
    }

    /** Lines of one header are one list. */
    @Test
    void aListMayHaveSeveralLines() {
        assertThat(commandSide
                        .send(
                                0,
                                "POST",
                                "/v1/inventory/E/receipts",
                                JSON,
                                RECEIPT,
                                "If-Match",
                                "\"s9\"",
                                "If-Match",
                                "\"s0\"")
                        .status())
                .isEqualTo(201);
    }

    /** The strong comparison of RFC 9110, 8.8.3.2; a proxy that compresses an answer weakens its tag. */
    @Test
    void weakTagsAndThoseOfOtherResourcesMatchNothing() {
        for (String tag : new String[] {
            "W/\"p0\"",
            "W/\"p0.s0\", W/\"p0\"",
            "\"\"",
            "\"0.0\"",
            "\"x0\"",
            "\"p\"",
            "\"p99999999999999999999\"",
            "\"s1\"",
            "\"p0-br\"",
            "\"-gzip\"",
            "\"p0,p0\""
        }) {
            Answer answer = commandSide.send(0, "POST", "/v1/products/B/discontinue", JSON, "{}", "If-Match", tag);
            assertThat(answer.status()).as(tag).isEqualTo(412);
            assertThat(answer.code()).isEqualTo("version-mismatch");
            assertThat(answer.body().path("version").asLong()).isZero();
            assertThat(answer.body().has("expected")).isFalse();
        }
    }

    private static Answer receive(String path, String tags) {
        return commandSide.send(1, "POST", path, JSON, RECEIPT, "If-Match", tags);
    }

    @Test
    void otherTextIsRefused() {
        for (String tag :
                new String[] {"p0", "0.0", "\"p0", "p0\"", "w/\"p0\"", "*, \"p0\"", "\"p0\" \"p1\"", ",", "\"a b\""}) {
            Answer answer = commandSide.send(0, "POST", "/v1/products/A/discontinue", JSON, "{}", "If-Match", tag);
            assertThat(answer.status()).as(tag).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid-if-match");
            assertThat(answer.body().path("detail").asString())
                    .contains("header \"If-Match\"")
                    .doesNotContain("body");
            JsonNode error = answer.body().path("errors").path(0);
            assertThat(error.path("field").asString()).isEqualTo("If-Match");
            assertThat(error.path("detail").asString()).contains("\"p3\"");
        }
    }
}
