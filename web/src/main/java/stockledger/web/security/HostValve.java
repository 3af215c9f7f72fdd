package stockledger.web.security;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import stockledger.web.ProblemWriter;

/**
 * Tomcat's first valve. Refuses a host name that is not this service's: a page whose name was rebound to this address would
 * otherwise read and write here as its own origin. IP addresses cannot be rebound, so they are always allowed, also for
 * health probes. Adds the headers that keep browsers from guessing types and from framing pages.
 */
final class HostValve extends ValveBase {

    static final String UNKNOWN_HOST = "unknown-host";

    private static final String LOCALHOST = "localhost";

    /** Of the console, and of all that is no page. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Swagger UI sets styles in its elements. */
    private static final String SWAGGER_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Set<String> allowed;
    private final ProblemWriter problems;

    HostValve(Set<String> allowed, ProblemWriter problems) {
        super(true);
        this.allowed = allowed;
        this.problems = problems;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        String path = request.getRequestURI();
        if (path == null || !path.startsWith("/v1/")) {
            boolean swagger = path != null && path.startsWith("/swagger-ui/");
            response.setHeader("Content-Security-Policy", swagger ? SWAGGER_POLICY : POLICY);
            response.setHeader("X-Frame-Options", "DENY");
            response.setHeader("Referrer-Policy", "no-referrer");
        }
        // A request that Tomcat could not parse is answered by its error valve.
        if (response.isError() || isAllowed(request)) {
            getNext().invoke(request, response);
            return;
        }
        problems.write(
                request,
                response,
                HttpStatus.MISDIRECTED_REQUEST,
                UNKNOWN_HOST,
                "This service does not answer for the host of the request; stockledger.security.allowed-hosts lists names.");
    }

    /** A request of HTTP/1.0 may have no host; browsers always send one. */
    private boolean isAllowed(Request request) {
        if (request.getHeader(HttpHeaders.HOST) == null) {
            return true;
        }
        String host = request.getServerName();
        return host == null || host.isEmpty() || isAddress(host) || isAllowedName(host);
    }

    /** Digits and dots, or an IPv6 address, which Tomcat has parsed. Every cached page passes here, so no pattern is matched. */
    private static boolean isAddress(String host) {
        if (host.charAt(0) == '[') {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            char letter = host.charAt(i);
            if (letter != '.' && (letter < '0' || letter > '9')) {
                return false;
            }
        }
        return true;
    }

    private boolean isAllowedName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST) || allowed.contains(name)) {
            return true;
        }
        // "shop.example" is below ".shop.example" only with a label of its own.
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            if (allowed.contains(name.substring(dot))) {
                return true;
            }
        }
        return false;
    }
}
