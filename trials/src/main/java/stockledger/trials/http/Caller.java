package stockledger.trials.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call until the service has clearly answered it. A lost connection, 429 and 503 are tried again within
 * {@link Patience}; any other answer is the answer. Connections are kept alive and shared by all workers.
 */
public final class Caller {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String root;
    private final Patience patience;
    private final Pauses pauses;
    private final Measures measures;
    private final HttpClient client;

    public Caller(URI root, Patience patience, Pauses pauses, Measures measures) {
        this.root = root.toString().replaceAll("/+$", "");
        this.patience = patience;
        this.pauses = pauses;
        this.measures = measures;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.answerWithin())
                .build();
    }

    /** A call that may be sent any number of times. */
    public Answer call(Call call) {
        return call(call, Aftermath.HARMLESS);
    }

    /**
     * A call that must not happen twice: after an unclear attempt the aftermath is asked before the next one.
     *
     * @throws Unreachable when no attempt was answered
     * @throws Pauses.CalledOff when the run ended meanwhile
     */
    public Answer call(Call call, Aftermath aftermath) {
        long start = System.nanoTime();
        boolean doubtful = false;
        for (int repeat = 1; ; repeat++) {
            Attempt attempt = attempt(call, doubtful);
            Answer answer = attempt.answer;
            if (answer != null && !attempt.mayBeRepeated()) {
                measures.answered(call.kind(), answer);
                return answer;
            }
            doubtful |= attempt.doubtful;
            if (System.nanoTime() - start >= patience.retryFor().toNanos()) {
                return givenUp(call, attempt);
            }
            pauses.await(patience.pauseBefore(
                    repeat, attempt.retryAfter, ThreadLocalRandom.current().nextDouble()));
            if (doubtful && aftermath.gotThrough()) {
                measures.seenInLedger(call.kind());
                return Answer.seenInLedger();
            }
            measures.repeated(call.kind());
        }
    }

    private Answer givenUp(Call call, Attempt last) {
        measures.failed(call.kind());
        if (last.answer == null) {
            throw new Unreachable(call, patience, last.failure);
        }
        return last.answer;
    }

    private Attempt attempt(Call call, boolean doubtful) {
        long sent = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(request(call), BodyHandlers.ofString());
            return Attempt.answered(answer(call, response, sent, doubtful), retryAfter(response));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            // Nothing was sent, so nothing can have happened.
            return Attempt.failed(e, false);
        } catch (IOException e) {
            return Attempt.failed(e, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pauses.CalledOff();
        }
    }

    private HttpRequest request(Call call) {
        JsonNode body = call.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + call.path()))
                .timeout(patience.answerWithin())
                .header("Accept", "application/json, application/problem+json")
                .method(
                        call.method(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        String key = call.idempotencyKey();
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        String token = call.consistencyToken();
        if (token != null) {
            request.header("Consistency-Token", token);
        }
        return request.build();
    }

    private static Answer answer(Call call, HttpResponse<String> response, long sent, boolean doubtful) {
        long answered = System.nanoTime();
        int status = response.statusCode();
        JsonNode body = json(response.body());
        boolean accepted =
                status / 100 == 2 || call.settledBy().by(body.path("code").asText(""), doubtful);
        String token = response.headers().firstValue("Consistency-Token").orElse(null);
        return new Answer(status, body, token, sent, answered, accepted);
    }

    private static JsonNode json(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    }

    /** One try: an answer, or the failure that came instead; doubtful when it may have had an effect unseen. */
    private record Attempt(
            @Nullable Answer answer, @Nullable IOException failure, boolean doubtful, Duration retryAfter) {

        static Attempt answered(Answer answer, Duration retryAfter) {
            // A balancer says 503 too when the instance behind it died halfway.
            return new Attempt(answer, null, answer.status() == 503, retryAfter);
        }

        static Attempt failed(IOException failure, boolean doubtful) {
            return new Attempt(null, failure, doubtful, Duration.ZERO);
        }

        boolean mayBeRepeated() {
            return answer == null || answer.status() == 429 || answer.status() == 503;
        }
    }
}
