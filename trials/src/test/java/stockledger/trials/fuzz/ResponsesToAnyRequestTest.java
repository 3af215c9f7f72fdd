package stockledger.trials.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every error is a whole problem that no HTTP cache keeps, and no server error but 503 with Retry-After. */
class ResponsesToAnyRequestTest {

    private static final String BODY =
            "{\"type\":\"urn:stockledger:problem:x\",\"status\":%d,\"code\":\"x\",\"traceId\":\"0\"}";

    private static String violation(int status, String body, String... headers) {
        Map<String, String> all =
                new HashMap<>(Map.of("content-type", "application/problem+json", "cache-control", "no-store"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new Exchange(status, all, body).violation("POST");
    }

    @Test
    void successesAndProblemsAreNoViolations() {
        assertThat(violation(201, "{}", "content-type", "application/json")).isNull();
        assertThat(violation(304, "")).isNull();
        assertThat(violation(404, BODY.formatted(404))).isNull();
        assertThat(violation(503, BODY.formatted(503), "retry-after", "1")).isNull();
    }

    @Test
    void serverErrorsAre() {
        assertThat(violation(500, BODY.formatted(500))).isEqualTo("a server error");
        assertThat(violation(501, BODY.formatted(501))).isEqualTo("a server error");
        assertThat(violation(503, BODY.formatted(503))).isEqualTo("a server error");
        assertThat(violation(0, "")).isEqualTo("no response");
    }

    @Test
    void errorsThatAreNoWholeProblemsAre() {
        assertThat(violation(404, "", "content-type", "text/html")).isEqualTo("an error that is no problem");
        assertThat(violation(404, BODY.formatted(404), "cache-control", "private"))
                .isEqualTo("a problem that HTTP caches may keep");
        assertThat(violation(404, BODY.formatted(400))).isEqualTo("an incomplete problem");
        assertThat(violation(404, "")).isEqualTo("an incomplete problem");
    }

    @Test
    void answersToHeadHaveNoBody() {
        Map<String, String> headers = Map.of("content-type", "application/problem+json", "cache-control", "no-store");
        assertThat(new Exchange(404, headers, "").violation("HEAD")).isNull();
    }
}
