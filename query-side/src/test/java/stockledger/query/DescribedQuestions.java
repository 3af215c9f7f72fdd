package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/** The description of the API, asked whether it knows of an answer that was seen. */
final class DescribedQuestions {

    private static final List<String> HEADERS = List.of("ETag", "Location", "Retry-After", "X-Correlation-Id");

    private final JsonNode paths;

    DescribedQuestions(RunningQuerySide shop) {
        Answer served = shop.get("/v3/api-docs");
        assertThat(served.status()).as(served.text()).isEqualTo(200);
        paths = served.body().path("paths");
    }

    JsonNode paths() {
        return paths;
    }

    /** An answer of an address that its description does not list is a fault of the description. */
    void require(String verb, String asked, Answer answer) {
        String code = answer.code();
        if (code.equals("not-found") || code.equals("method-not-allowed")) {
            // That is no answer of this address.
            return;
        }
        String what = verb + " " + asked + " answers " + answer.status() + " " + code;
        JsonNode listed = operation(verb, asked).path("responses").path(String.valueOf(answer.status()));
        assertThat(listed.isMissingNode()).as(what).isFalse();
        if (!code.isEmpty()) {
            assertThat(listed.path("content").toString()).as(what).contains("\"" + code + "\"");
        }
        for (String header : HEADERS) {
            if (!answer.header(header).isEmpty()) {
                assertThat(listed.path("headers").has(header))
                        .as("%s with %s", what, header)
                        .isTrue();
            }
        }
    }

    JsonNode operation(String verb, String asked) {
        String path = asked.replaceAll("[?;].*", "");
        for (Map.Entry<String, JsonNode> one : paths.properties()) {
            String form = one.getKey().replaceAll("\\{[a-z]+}", "[^/]+");
            if (path.matches(form) && one.getValue().has(verb)) {
                return one.getValue().path(verb);
            }
        }
        throw new AssertionError("not described: " + verb + " " + asked);
    }
}
