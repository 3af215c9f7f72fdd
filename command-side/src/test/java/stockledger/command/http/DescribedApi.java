package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The API description, to check that it lists a problem. */
final class DescribedApi {

    private static final List<String> HEADERS = List.of("Retry-After", "Consistency-Token", "X-Correlation-Id");

    private final JsonNode paths;

    DescribedApi(RawHttp http) {
        paths = CommandExample.JSON
                .readTree(http.send("GET", "/v3/api-docs", new byte[0]).body())
                .path("paths");
    }

    /** Requires that the description lists the code and the headers of a problem. */
    void require(CommandExample command, RawHttp.Reply reply) {
        if (!reply.header("content-type").startsWith("application/problem+json")) {
            return;
        }
        String code = CommandExample.JSON.readTree(reply.body()).path("code").asString("");
        if (code.equals("not-found") || code.equals("method-not-allowed")) {
            // Not an answer of this route.
            return;
        }
        JsonNode listed = paths.path(command.route())
                .path(command.method().toLowerCase(Locale.ROOT))
                .path("responses")
                .path(String.valueOf(reply.status()));
        assertThat(listed.path("content").toString())
                .as("%s answers %s %s", command.endpoint(), reply.status(), code)
                .contains("\"" + code + "\"");
        for (String header : HEADERS) {
            if (!reply.header(header.toLowerCase(Locale.ROOT)).isEmpty()) {
                assertThat(listed.path("headers").has(header))
                        .as("%s answers %s with %s", command.endpoint(), reply.status(), header)
                        .isTrue();
            }
        }
    }
}
