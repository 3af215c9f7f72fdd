package stockledger.house;

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
import stockledger.house.RequestsHttp.Request;

/** Sends requests as an editor does: what stands between braces is taken from the answers that were heard. */
final class PlayedRequests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BRACES = Pattern.compile("\\{\\{([\\w.-]+)}}");
    private static final Pattern OF_AN_ANSWER = Pattern.compile("(\\w+)\\.response\\.(headers|body)\\.(.+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> variables;
    private final Map<String, Answer> named = new HashMap<>();

    PlayedRequests(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    private record Answer(int status, HttpHeaders headers, String body) {}

    /** What was just told is seen a moment later: a question is asked again until then, as by whoever sends it by hand. */
    void play(Request request) throws IOException, InterruptedException {
        Answer answer = request.method().equals("GET")
                ? Awaitility.await(request.title())
                        .atMost(PATIENCE)
                        .until(() -> send(request), heard -> request.isAnsweredAsWritten(heard.status()))
                : send(request);
        assertThat(request.isAnsweredAsWritten(answer.status()))
                .as("%s, answered %s %s", request, answer.status(), answer.body())
                .isTrue();
        if (!request.name().isEmpty()) {
            named.put(request.name(), answer);
        }
    }

    private Answer send(Request request) throws IOException, InterruptedException {
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(filled(request.address())))
                .method(request.method(), HttpRequest.BodyPublishers.ofString(filled(request.body())));
        request.headers().forEach((name, value) -> sent.header(name, filled(value)));
        HttpResponse<InputStream> heard = http.send(sent.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = heard.body()) {
            String type = heard.headers().firstValue("Content-Type").orElse("");
            // Of a stream, that it begins is enough.
            String text =
                    type.startsWith("text/event-stream") ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(heard.statusCode(), heard.headers(), text);
        }
    }

    private String filled(String text) {
        return BRACES.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String what) {
        String variable = variables.get(what);
        if (variable != null) {
            return variable;
        }
        Matcher of = OF_AN_ANSWER.matcher(what);
        Answer answer = of.matches() ? named.get(of.group(1)) : null;
        if (answer == null) {
            throw new IllegalStateException("nothing before says what is {{" + what + "}}");
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
