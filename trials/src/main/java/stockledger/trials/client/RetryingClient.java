package stockledger.trials.client;

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
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call until the service has answered it. A lost connection, 429 and 503 are retried within {@link RetryPolicy};
 * any other response is final. Connections are kept alive and shared by all threads; several addresses are used round-robin.
 */
public final class RetryingClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(5);

    private final List<String> roots;
    private final RetryPolicy policy;
    private final Backoff backoff;
    private final RequestMetrics metrics;
    private final HttpClient http;
    private final AtomicInteger attempts = new AtomicInteger();

    public RetryingClient(URI root) {
        this(List.of(root), RetryPolicy.DEFAULT, new Backoff(), new RequestMetrics());
    }

    public RetryingClient(List<URI> roots, RetryPolicy policy, Backoff backoff, RequestMetrics metrics) {
        this.roots = roots.stream()
                .map(root -> root.toString().replaceAll("/+$", ""))
                .toList();
        this.policy = policy;
        this.backoff = backoff;
        this.metrics = metrics;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(policy.responseTimeout())
                .build();
    }

    /** A call that may be sent any number of times. */
    public Response send(Call call) {
        return send(call, OutcomeProbe.IDEMPOTENT);
    }

    /**
     * A call that must not take effect twice: after an attempt without a response the probe decides whether to retry.
     *
     * @throws Unreachable when no attempt was answered
     * @throws Backoff.Cancelled when the run ended meanwhile
     */
    public Response send(Call call, OutcomeProbe probe) {
        long start = System.nanoTime();
        boolean uncertain = false;
        for (int retry = 1; ; retry++) {
            Attempt attempt = attempt(call, uncertain);
            Response response = attempt.response;
            if (response != null && !attempt.isRetryable()) {
                metrics.onResponse(call.kind(), response);
                return response;
            }
            uncertain |= attempt.uncertain;
            if (System.nanoTime() - start >= policy.retryTimeout().toNanos()) {
                return timedOut(call, attempt);
            }
            backoff.await(policy.backoff(
                    retry, attempt.retryAfter, ThreadLocalRandom.current().nextDouble()));
            if (uncertain && probe.tookEffect()) {
                metrics.onProbedEffect(call.kind());
                return Response.ofProbedEffect();
            }
            metrics.onRetry(call.kind());
        }
    }

    private Response timedOut(Call call, Attempt last) {
        metrics.onFailure(call.kind());
        if (last.response == null) {
            throw new Unreachable(call, policy, last.failure);
        }
        return last.response;
    }

    private Attempt attempt(Call call, boolean uncertain) {
        long sent = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request(call), BodyHandlers.ofString());
            return Attempt.answered(parse(call, response, sent, uncertain), retryAfter(response));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            // Nothing was sent, so nothing can have taken effect.
            return Attempt.failed(e, false);
        } catch (IOException e) {
            return Attempt.failed(e, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Backoff.Cancelled();
        }
    }

    private HttpRequest request(Call call) {
        String root = roots.get(Math.floorMod(attempts.getAndIncrement(), roots.size()));
        String body = call.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + call.path()))
                .timeout(call.isUpload() ? UPLOAD_TIMEOUT : policy.responseTimeout())
                .header("Accept", "application/json, application/problem+json")
                .method(call.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        header(request, Credential.HEADER, Credential.key());
        header(request, "Content-Type", call.contentType());
        header(request, "Idempotency-Key", call.idempotencyKey());
        header(request, "Consistency-Token", call.consistencyToken());
        return request.build();
    }

    private static void header(HttpRequest.Builder request, String name, @Nullable String value) {
        if (value != null) {
            request.header(name, value);
        }
    }

    private static Response parse(Call call, HttpResponse<String> response, long sent, boolean uncertain) {
        long received = System.nanoTime();
        int status = response.statusCode();
        JsonNode body = json(response.body());
        boolean accepted = status / 100 == 2
                || call.successCodes().contains(body.path("code").asText(""), uncertain);
        String token = response.headers().firstValue("Consistency-Token").orElse(null);
        String location = response.headers().firstValue("Location").orElse(null);
        return new Response(status, body, token, location, sent, received, accepted);
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

    /** One attempt: a response, or the failure instead; uncertain when it may have taken effect. */
    private record Attempt(
            @Nullable Response response, @Nullable IOException failure, boolean uncertain, Duration retryAfter) {

        static Attempt answered(Response response, Duration retryAfter) {
            // A load balancer answers 503 too when the instance behind it died halfway.
            return new Attempt(response, null, response.status() == 503, retryAfter);
        }

        static Attempt failed(IOException failure, boolean uncertain) {
            return new Attempt(null, failure, uncertain, Duration.ZERO);
        }

        boolean isRetryable() {
            return response == null || response.status() == 429 || response.status() == 503;
        }
    }
}
