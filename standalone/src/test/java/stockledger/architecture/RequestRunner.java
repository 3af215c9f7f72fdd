package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import stockledger.architecture.RequestsHttp.Request;

/** Sends requests as an HTTP client in an editor does: placeholders are filled from earlier responses. */
final class RequestRunner {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");
    private static final Pattern RESPONSE_MEMBER = Pattern.compile("(\\w+)\\.response\\.(headers|body)\\.(.+)");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> variables;
    private final Map<String, Answer> named = new HashMap<>();

    RequestRunner(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    private record Answer(int status, HttpHeaders headers, String body) {}

    /** Read models follow commands after a delay, so a GET is retried until its status is the expected one. */
    void run(Request request) throws IOException, InterruptedException {
        Answer answer = request.method().equals("GET")
                ? Awaitility.await(request.title())
                        .atMost(TIMEOUT)
                        .until(() -> send(request), received -> request.expects(received.status()))
                : send(request);
        assertThat(request.expects(answer.status()))
                .as("%s was answered %s %s", request, answer.status(), answer.body())
                .isTrue();
        if (!request.name().isEmpty()) {
            named.put(request.name(), answer);
        }
    }

    private Answer send(Request request) throws IOException, InterruptedException {
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(filled(request.address())))
                .method(request.method(), HttpRequest.BodyPublishers.ofString(filled(request.body())));
        request.headers().forEach((name, value) -> sent.header(name, filled(value)));
        HttpResponse<InputStream> response = http.send(sent.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String type = response.headers().firstValue("Content-Type").orElse("");
            // An event stream does not end: its head is enough.
            String text =
                    type.startsWith("text/event-stream") ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(response.statusCode(), response.headers(), text);
        }
    }

    private String filled(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        String variable = variables.get(name);
        if (variable != null) {
            return variable;
        }
        Matcher of = RESPONSE_MEMBER.matcher(name);
        Answer answer = of.matches() ? named.get(of.group(1)) : null;
        if (answer == null) {
            throw new IllegalStateException("no earlier request defines {{" + name + "}}");
        }
        return of.group(2).equals("headers")
                ? answer.headers().firstValue(of.group(3)).orElseThrow()
                : member(answer.body(), of.group(3));
    }

    private static String member(String body, String path) {
        try {
            JsonNode member = JSON.readTree(body).at("/" + path.replace('.', '/'));
            assertThat(member.isValueNode()).as("%s in %s", path, body).isTrue();
            return member.asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
