package stockledger.command.http;

import io.opentelemetry.api.trace.Span;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.DatedCommand;
import stockledger.command.dispatch.ExpectedVersion.VersionMismatch;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.RequestContext;
import stockledger.events.ConsistencyToken;
import stockledger.web.Problem;

/**
 * Answers commands: after their execution, or before it with {@code Prefer: respond-async} (RFC 7240). Controllers convert
 * and validate a request in both cases, so an invalid one is refused at once.
 */
public final class CommandResponder {

    static final String PREFER = "Prefer";
    static final String APPLIED = "Preference-Applied";
    static final String ASYNC = "respond-async";

    /** Refusals of requests that were not decided. */
    private static final Set<Refusal.Kind> UNDECIDED =
            EnumSet.of(Refusal.Kind.BUSY, Refusal.Kind.FULL, Refusal.Kind.NO_SPACE, Refusal.Kind.REUSED);

    private static final Logger LOG = LoggerFactory.getLogger(CommandResponder.class);

    private final AsyncRequests async;
    private final Commands commands;
    private final Clock clock;

    CommandResponder(AsyncRequests async, Commands commands, Clock clock) {
        this.async = async;
        this.commands = commands;
        this.clock = clock;
    }

    /**
     * Executes a command, or stores it when its caller prefers an asynchronous answer. Outside of a request it is
     * executed. A time that defaults to now is the time of acceptance.
     *
     * @param expected version of its stream; null for any
     */
    @SuppressWarnings("unchecked") // a dated command has its type; the 202 answer is written by its own type
    public <C, A> ResponseEntity<A> respond(C command, @Nullable Long expected, CommandExecution<C, A> execution) {
        HttpServletRequest request = asyncRequest();
        commands.requireOwnKeyIfKnown();
        if (request == null) {
            return execute((C) DatedCommand.dated(command), expected, execution);
        }
        if (!IfMatch.alternatives().isEmpty()) {
            throw IfMatch.severalOfStored();
        }
        return (ResponseEntity<A>) accept(request, command, expected);
    }

    /**
     * Executes a command now. When {@code If-Match} lists several versions, it is executed on the one that the stream has:
     * each attempt expects one, so that no change can come between the comparison and the decision. Versions only grow, so
     * there is at most one attempt for each.
     */
    public static <C, A> ResponseEntity<A> onListedVersion(
            C command, @Nullable Long expected, CommandExecution<C, A> execution) {
        Set<Long> others = new HashSet<>(IfMatch.alternatives());
        @Nullable Long version = expected;
        while (true) {
            try {
                return execution.execute(command, version);
            } catch (VersionMismatch mismatch) {
                if (!others.remove(mismatch.actual())) {
                    throw mismatch;
                }
                version = mismatch.actual();
            }
        }
    }

    /** A command that changes nothing uses no key, but its key may belong to another request. */
    private <C, A> ResponseEntity<A> execute(C command, @Nullable Long expected, CommandExecution<C, A> execution) {
        IdempotencyKey key = RequestContext.currentKey();
        try {
            ResponseEntity<A> answer = onListedVersion(command, expected, execution);
            if (key != null && !key.used()) {
                commands.requireOwnKey();
            }
            return answer;
        } catch (Refusal refusal) {
            if (key != null && !UNDECIDED.contains(refusal.kind())) {
                commands.requireOwnKey();
            }
            throw refusal;
        }
    }

    private static @Nullable HttpServletRequest asyncRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
                        && prefersAsync(current.getRequest())
                ? current.getRequest()
                : null;
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

    private ResponseEntity<?> accept(HttpServletRequest request, Object command, @Nullable Long expected) {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        Object stored = command instanceof DatedCommand dated ? dated.acceptedAt(clock.instant()) : command;
        AsyncRequests.Accepted accepted =
                async.accept(request.getMethod(), request.getRequestURI() + query, stored, expected);
        ResponseEntity.BodyBuilder answer = ResponseEntity.accepted()
                .location(URI.create(accepted.location()))
                .header(Answers.CONSISTENCY_TOKEN, accepted.token().encoded())
                .header(APPLIED, ASYNC);
        if (accepted.replayed()) {
            answer.header(Answers.REPLAYED, "true");
        }
        return answer.body(accepted.body());
    }

    /**
     * The answer of an execution outside of a request, the same as in one.
     *
     * @throws RuntimeException when the store is unavailable or busy
     */
    public static ResponseEntity<?> answer(Supplier<ResponseEntity<?>> execution) {
        try {
            return execution.get();
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.BUSY) {
                throw refusal;
            }
            return problem(
                    CommandProblems.status(refusal.kind()),
                    refusal.code(),
                    String.valueOf(refusal.getMessage()),
                    refusal.properties(),
                    refusal.token());
        } catch (RuntimeException failed) {
            if (StoreUnavailable.isOutage(failed)) {
                throw failed;
            }
            LOG.error("A stored command failed", failed);
            return problem(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "internal-error",
                    "The command failed; it is unknown whether it was stored.",
                    Map.of(),
                    null);
        }
    }

    private static ResponseEntity<?> problem(
            HttpStatus status,
            String code,
            String detail,
            Map<String, Object> properties,
            @Nullable ConsistencyToken token) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (token != null) {
            answer.header(Answers.CONSISTENCY_TOKEN, token.encoded());
        }
        return answer.body(new Problem(
                "urn:stockledger:problem:" + code,
                status.getReasonPhrase(),
                status.value(),
                detail,
                code,
                List.of(),
                Span.current().getSpanContext().getTraceId(),
                properties));
    }
}
