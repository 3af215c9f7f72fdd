package stockledger.command.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses addresses with parameters inside, such as {@code /v1/inventory/MUG;2/receipts}. Nothing here uses them, and
 * routing drops them: the units would be booked on {@code MUG}, which nobody meant. Those with steps that lead back, such
 * as {@code /v1/products/../admin}, mean one place to a gateway and another to routing: they are refused as well.
 */
final class PathParameterFilter extends OncePerRequestFilter {

    /** A step that is one dot or two, however they are written. */
    private static final Pattern LEADS_BACK = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (path.indexOf(';') >= 0 || LEADS_BACK.matcher(path).find()) {
            response.sendError(HttpStatus.BAD_REQUEST.value());
            return;
        }
        chain.doFilter(request, response);
    }
}
