package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/** The API description, to check that it lists an answer. */
final class DescribedApi {

    private static final List<String> HEADERS = List.of("ETag", "Location", "Retry-After", "X-Correlation-Id");

    private final JsonNode paths;

    DescribedApi(RunningQuerySide querySide) {
        Answer served = querySide.get("/v3/api-docs");
        assertThat(served.status()).as(served.text()).isEqualTo(200);
        paths = served.body().path("paths");
    }

    JsonNode paths() {
        return paths;
    }

    /** Requires that the description lists the status, code and headers of an answer. */
    void require(String method, String target, Answer answer) {
        String code = answer.code();
        if (code.equals("not-found") || code.equals("method-not-allowed")) {
            // Not an answer of this route.
            return;
        }
        String description = method + " " + target + " answers " + answer.status() + " " + code;
        JsonNode listed = operation(method, target).path("responses").path(String.valueOf(answer.status()));
        assertThat(listed.isMissingNode()).as(description).isFalse();
        if (!code.isEmpty()) {
            assertThat(listed.path("content").toString()).as(description).contains("\"" + code + "\"");
        }
        for (String header : HEADERS) {
            if (!answer.header(header).isEmpty()) {
                assertThat(listed.path("headers").has(header))
                        .as("%s with %s", description, header)
                        .isTrue();
            }
        }
    }

    JsonNode operation(String method, String target) {
        return paths.path(path(method, target)).path(method);
    }

    /** The described path that matches a target, such as {@code /v1/products/{sku}}. */
    String path(String method, String target) {
        String path = target.replaceAll("[?;].*", "");
        for (Map.Entry<String, JsonNode> one : paths.properties()) {
            String pattern = one.getKey().replaceAll("\\{[a-z]+}", "[^/]+");
            if (path.matches(pattern) && one.getValue().has(method)) {
                return one.getKey();
            }
        }
        throw new AssertionError("not described: " + method + " " + target);
    }
}
