package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.architecture.RequestsHttp.Request;

class RequestsHttpTest {

    private static final String FILE = """
            # A comment.
            @host = http://there:1

            ### Make one
            # @name made
            POST {{host}}/v1/things?x=1
            Content-Type: text/csv
            X-Actor: anna

            a,b

            1,2

            ### Look at it
            # expect 404 or 412
            GET {{host}}/v1/things/{{made.response.body.id}}
            """;

    @Test
    void requestsAreParsedWithTheirExpectations() {
        assertThat(RequestsHttp.variables(FILE)).isEqualTo(Map.of("host", "http://there:1"));
        assertThat(RequestsHttp.of(FILE))
                .containsExactly(
                        new Request(
                                "Make one",
                                "made",
                                List.of(),
                                "POST",
                                "{{host}}/v1/things?x=1",
                                Map.of("Content-Type", "text/csv", "X-Actor", "anna"),
                                "a,b\n\n1,2"),
                        new Request(
                                "Look at it",
                                "",
                                List.of(404, 412),
                                "GET",
                                "{{host}}/v1/things/{{made.response.body.id}}",
                                Map.of(),
                                ""));
    }

    @Test
    void otherStatusIsNotExpected() {
        List<Request> requests = RequestsHttp.of(FILE);

        assertThat(requests.get(0).expects(201)).isTrue();
        assertThat(requests.get(0).expects(304)).isFalse();
        assertThat(requests.get(1).expects(412)).isTrue();
        assertThat(requests.get(1).expects(200)).isFalse();
        assertThat(requests.get(0).path()).isEqualTo("/v1/things");
    }

    /** {@link DescribedApiIT} compares docs/openapi.json with the running service. */
    @Test
    void everyDescribedRouteHasARequest() throws IOException {
        List<String> shown = RequestsHttp.of(Repository.document("requests.http")).stream()
                .map(request -> request.method() + " " + request.path().replaceAll("\\{\\{[^}]+}}", "x"))
                .toList();
        List<String> missing = new ArrayList<>();
        JsonNode paths = new ObjectMapper()
                .readTree(Repository.document("docs/openapi.json"))
                .path("paths");
        paths.fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(verb -> {
                    String address = verb.toUpperCase(Locale.ROOT) + " " + path.getKey();
                    String form = address.replaceAll("\\{\\w+}", "[^/]+");
                    // The first key turns authentication on, so that the requests after it would fail.
                    boolean changesKeys = address.startsWith("POST /v1/api-keys");
                    if (!changesKeys && shown.stream().noneMatch(one -> one.matches(form))) {
                        missing.add(address);
                    }
                }));

        assertThat(paths.size()).isGreaterThan(30);
        assertThat(missing).as("in docs/openapi.json and not in requests.http").isEmpty();
    }

    @Test
    void malformedExpectationIsAnError() {
        assertThatIllegalStateException().isThrownBy(() -> RequestsHttp.of("### One\n# expects 404\nGET {{host}}/\n"));
    }
}
