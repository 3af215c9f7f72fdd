package stockledger.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses paths with path parameters, such as {@code /v1/inventory/MUG;2/receipts}: routing would drop them and book the
 * units on {@code MUG}. Refuses dot segments, such as {@code /v1/products/../admin}, because a gateway resolves them
 * differently from routing. Refuses query strings that Tomcat cannot read: otherwise the first access to a parameter would
 * fail, wherever that is.
 */
final class RequestTargetFilter extends OncePerRequestFilter {

    /** A segment of one or two dots, encoded or not. */
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");

    private static final String UNREADABLE_QUERY = "The query string must be percent-encoded UTF-8, with at most 1000"
            + " parameters, none of them without a name.";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (path.indexOf(';') >= 0 || DOT_SEGMENT.matcher(path).find()) {
            response.sendError(HttpStatus.BAD_REQUEST.value());
            return;
        }
        if (request.getQueryString() != null && !hasReadableQuery(request)) {
            ErrorPage.refuse(request, response, HttpStatus.BAD_REQUEST, "bad-request", UNREADABLE_QUERY);
            return;
        }
        chain.doFilter(request, response);
    }

    /** Tomcat keeps the parameters, so that a controller does not parse them again. */
    private static boolean hasReadableQuery(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return true;
        } catch (IllegalStateException unreadable) {
            return false;
        }
    }
}
