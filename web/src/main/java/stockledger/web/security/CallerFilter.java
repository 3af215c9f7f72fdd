package stockledger.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;
import stockledger.web.ErrorPage;

/**
 * Authenticates the caller of each request and refuses one without the scope of its address, and a write that a browser
 * sends for a page of another site.
 */
final class CallerFilter extends OncePerRequestFilter {

    static final String UNAUTHENTICATED = "unauthenticated";
    static final String INSUFFICIENT_SCOPE = "insufficient-scope";
    static final String CROSS_SITE = "cross-site-request";

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    private final Authenticator authenticator;

    CallerFilter(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable
        Scope required = AccessTable.required(
                request.getMethod(),
                ServletRequestPathUtils.parseAndCache(request).pathWithinApplication(),
                isOfPast(request));
        Caller caller;
        try {
            caller = authenticator.caller(request, required);
        } catch (BadCredentialsException e) {
            refuseUnauthenticated(request, response, " error=\"invalid_token\"", "The credential is not valid.");
            return;
        } catch (AuthenticationServiceException e) {
            ErrorPage.refuse(
                    request,
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "The credential cannot be verified now.");
            return;
        }
        caller.setOn(request);
        if (required != null && !caller.scopes().contains(required)) {
            refuse(caller, required, request, response);
        } else if (!READS.contains(request.getMethod()) && isOfOtherSite(request)) {
            ErrorPage.refuse(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    CROSS_SITE,
                    "A page of another site must not send writes.");
        } else {
            if (caller.isAuthenticated() && !authenticator.isOpenTo(required)) {
                // A shared cache would not see from X-API-Key that the answer is not for everybody.
                response.setHeader(HttpHeaders.CACHE_CONTROL, "private");
            }
            chain.doFilter(request, response);
        }
    }

    /** Parameters are read only where there is no body; those of the query string are known to be readable. */
    private static boolean isOfPast(HttpServletRequest request) {
        return request.getQueryString() != null
                && READS.contains(request.getMethod())
                && request.getParameterMap().containsKey(AccessTable.AS_OF);
    }

    private static void refuse(Caller caller, Scope required, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!caller.isAuthenticated()) {
            refuseUnauthenticated(
                    request,
                    response,
                    "",
                    "This address needs an API key (X-API-Key or Authorization: Bearer) or a JWT (Authorization: Bearer).");
            return;
        }
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\", scope=\"" + required.text() + "\"");
        ErrorPage.refuse(
                request,
                response,
                HttpStatus.FORBIDDEN,
                INSUFFICIENT_SCOPE,
                "This address needs the scope " + required.text() + ".",
                Map.of("scope", required.text()));
    }

    /** RFC 6750, 3: without a credential the challenge has no error. */
    private static void refuseUnauthenticated(
            HttpServletRequest request, HttpServletResponse response, String error, String detail) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer" + error);
        ErrorPage.refuse(request, response, HttpStatus.UNAUTHORIZED, UNAUTHENTICATED, detail);
    }

    /** Browsers set the header, and pages cannot. */
    private static boolean isOfOtherSite(HttpServletRequest request) {
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        return site != null && OTHER_SITES.contains(site);
    }
}
