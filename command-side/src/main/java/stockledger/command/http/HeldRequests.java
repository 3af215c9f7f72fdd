package stockledger.command.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;
import stockledger.web.ErrorPage;
import stockledger.web.Problem;
import tools.jackson.databind.json.JsonMapper;

/** Carries out stored requests by the same controllers, and keeps what they answer. */
public final class HeldRequests {

    private static final Logger LOG = LoggerFactory.getLogger(HeldRequests.class);
    private static final int FAILED = 500;

    private final Routes routes;
    private final RequestMappingHandlerAdapter controllers;
    private final HandlerExceptionResolver problems;
    private final JsonMapper json;

    HeldRequests(
            Routes routes,
            RequestMappingHandlerAdapter controllers,
            HandlerExceptionResolver problems,
            JsonMapper json) {
        this.routes = routes;
        this.controllers = controllers;
        this.problems = problems;
        this.json = json;
    }

    /**
     * Answers a request, on behalf of the caller of this thread.
     *
     * @param key stands for the request when its caller gave none, so that it may be carried out again
     * @throws IllegalStateException when a store is away: it is to be tried again
     */
    public HeldRequest.Answer answer(HeldRequest request, String key) {
        String given = request.headers().getOrDefault("idempotency-key", key);
        String fingerprint = IdempotencyKeys.fingerprint(
                request.method(),
                request.uri(),
                request.path().contains("?") ? request.query() : null,
                request.body().getBytes(StandardCharsets.UTF_8));
        try (RequestContext.Scope keyed = RequestContext.keyed(new IdempotencyKey(given, fingerprint))) {
            HeldRequest.Answer answer = run(new HeldHttpRequest(request), new HeldHttpResponse());
            if (answer.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
                throw new IllegalStateException("it could not be carried out yet");
            }
            return answer;
        }
    }

    private HeldRequest.Answer run(HeldHttpRequest request, HeldHttpResponse response) {
        HandlerMethod method = null;
        try {
            method = routes.find(request);
            if (method == null) {
                response.sendError(HttpStatus.NOT_FOUND.value());
            } else {
                controllers.handle(request, response, method);
            }
        } catch (Exception refused) {
            if (problems.resolveException(request, response, method, refused) == null) {
                LOG.error("a stored request failed", refused);
                response.sendError(FAILED);
            }
        }
        return response.isError() ? page(request, response.answer().status()) : response.answer();
    }

    private HeldRequest.Answer page(HeldHttpRequest request, int said) {
        HttpStatus status = HttpStatus.resolve(said);
        Problem problem = ErrorPage.problem(status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status, request);
        return new HeldRequest.Answer(
                problem.status(), Map.of("content-type", "application/problem+json"), json.writeValueAsString(problem));
    }
}
