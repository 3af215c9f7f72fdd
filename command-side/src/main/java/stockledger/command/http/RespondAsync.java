package stockledger.command.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;
import stockledger.web.ContentEncodingInterceptor;
import stockledger.web.CorrelationFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code Prefer: respond-async} (RFC 7240): the command is stored and answered later, under the address of a job. It is
 * a preference: what is no command, has no text for a body, or is wrong by itself is answered at once.
 */
final class RespondAsync extends OncePerRequestFilter {

    static final String PREFER = "Prefer";
    static final String APPLIED = "Preference-Applied";
    static final String ASYNC = "respond-async";
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");
    private static final List<String> CARRIED =
            List.of("content-type", "if-match", "idempotency-key", "x-correlation-id", "accept");
    private static final int MOST_TEXT = 4_096;

    private final AsyncRequests desk;
    private final Routes routes;
    private final UpfrontValidation atOnce;
    private final HandlerExceptionResolver problems;
    private final JsonMapper json;

    RespondAsync(
            AsyncRequests desk,
            Routes routes,
            UpfrontValidation atOnce,
            HandlerExceptionResolver problems,
            JsonMapper json) {
        this.desk = desk;
        this.routes = routes;
        this.atOnce = atOnce;
        this.problems = problems;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !METHODS.contains(request.getMethod())
                || !path.startsWith("/v1/")
                || BodyLimit.isBulk(request)
                || path.startsWith("/v1/jobs/")
                || !ContentEncodingInterceptor.isIdentity(request)
                || !prefersAsync(request);
    }

    private static boolean prefersAsync(HttpServletRequest request) {
        for (String header : Collections.list(request.getHeaders(PREFER))) {
            for (String preference : header.split(",", -1)) {
                if (preference.split(";", 2)[0].strip().equalsIgnoreCase(ASYNC)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body;
        try {
            body = request.getInputStream().readAllBytes();
        } catch (BodyLimit.BodyTooLarge tooLarge) {
            response.setHeader("Connection", "close");
            response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
            return;
        }
        Map<String, String> headers = headers(request);
        String text = text(body);
        HttpServletRequest again = new BufferedBodyRequest(request, body);
        HandlerMethod command = routes.command(again);
        if (text == null || headers == null || command == null) {
            chain.doFilter(again, response);
            return;
        }
        if (atOnce.refuses(again, response, command)) {
            return;
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        HeldRequest held = new HeldRequest(request.getMethod(), request.getRequestURI() + query, headers, text);
        try {
            promise(response, desk.accept(held));
        } catch (RuntimeException refused) {
            if (problems.resolveException(request, response, command, refused) == null) {
                throw refused;
            }
        }
    }

    private void promise(HttpServletResponse response, AsyncRequests.Promise promise) throws IOException {
        response.setStatus(HttpStatus.ACCEPTED.value());
        response.setHeader("Location", promise.location());
        response.setHeader(Answers.CONSISTENCY_TOKEN, promise.token().encoded());
        response.setHeader(APPLIED, ASYNC);
        IdempotencyKey keyed = RequestContext.currentKey();
        if (keyed != null && keyed.replayed()) {
            response.setHeader(Answers.REPLAYED, "true");
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(promise.body()));
    }

    /** What of the headers matters later; null when one is too long to be kept. */
    private static @Nullable Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : CARRIED) {
            String value = request.getHeader(name);
            if (value != null && value.length() > MOST_TEXT) {
                return null;
            }
            if (value != null) {
                headers.put(name, value);
            }
        }
        headers.put("x-correlation-id", CorrelationFilter.correlationOf(request));
        return headers;
    }

    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
