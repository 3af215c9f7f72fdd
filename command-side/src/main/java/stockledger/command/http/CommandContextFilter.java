package stockledger.command.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.command.dispatch.Deadline;
import stockledger.command.dispatch.RequestContext;
import stockledger.web.CorrelationFilter;
import stockledger.web.ErrorPage;
import stockledger.web.HeaderToken;
import stockledger.web.RequestPath;
import stockledger.web.security.Caller;

/**
 * Sets the {@link RequestContext} of a command: its actor and its correlation id, for the events. The actor is the
 * authenticated caller, who cannot write in another's name; without authentication it is {@code X-Actor}. A command with an
 * invalid actor is refused, because its events would be stored as anonymous. The actor is not logged.
 */
final class CommandContextFilter extends OncePerRequestFilter {

    static final String ACTOR_HEADER = "X-Actor";

    static final String OTHER_ACTOR = "actor-not-caller";

    private static final Set<String> QUERIES = Set.of("GET", "HEAD", "OPTIONS");

    private final Duration deadline;

    /** @param deadline from the arrival of a command to its answer */
    CommandContextFilter(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = Caller.of(request);
        String sent = request.getHeader(ACTOR_HEADER);
        String actor = sent == null || sent.isBlank() ? caller.name() : sent;
        if (isCommand(request) && !HeaderToken.isValid(actor)) {
            ErrorPage.refuse(
                    request,
                    response,
                    HttpStatus.BAD_REQUEST,
                    "invalid-actor",
                    "X-Actor must be 1 to 128 visible ASCII characters.");
            return;
        }
        if (isCommand(request) && caller.isAuthenticated() && !actor.equals(caller.name())) {
            ErrorPage.refuse(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    OTHER_ACTOR,
                    "X-Actor must be absent or name the caller of the credential.");
            return;
        }
        try {
            RequestContext context = new RequestContext(actor, CorrelationFilter.correlationOf(request));
            // An upload takes as long as its body does, which has a deadline of its own.
            (BodyLimit.isBulk(request) ? context : context.withDeadline(Deadline.in(deadline)))
                    .during(() -> proceed(request, response, chain));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (WrappedServletException e) {
            throw e.wrapped;
        }
    }

    private static boolean proceed(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        try {
            chain.doFilter(request, response);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new WrappedServletException(e);
        }
    }

    private static boolean isCommand(HttpServletRequest request) {
        return RequestPath.of(request).startsWith("/v1/") && !QUERIES.contains(request.getMethod());
    }

    private static final class WrappedServletException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final ServletException wrapped;

        WrappedServletException(ServletException wrapped) {
            super(wrapped);
            this.wrapped = wrapped;
        }
    }
}
