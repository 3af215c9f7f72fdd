package stockledger.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * The caller of a request: the holder of its credential, or {@link #ANONYMOUS}.
 *
 * @param name 1 to 128 visible ASCII characters; the actor of the caller's events
 * @param scopes what the caller may do
 */
public record Caller(String name, Set<Scope> scopes) {

    /** The name of a caller without a credential. */
    public static final String ANONYMOUS = "anonymous";

    private static final String ATTRIBUTE = Caller.class.getName();

    /** Everybody, while the service has neither API keys nor an issuer of JWTs. */
    static final Caller ANYBODY = new Caller(ANONYMOUS, Set.of(Scope.values()));

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** The caller of a request; while there is no authentication, anonymous with all scopes. */
    public static Caller of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : ANYBODY;
    }

    /** What limits per caller count by: the name of an authenticated caller, else the remote address. */
    public static String key(HttpServletRequest request) {
        Caller caller = of(request);
        return caller.isAuthenticated() ? caller.name() : request.getRemoteAddr();
    }

    /** Whether the caller sent a credential that was verified. */
    public boolean isAuthenticated() {
        return !name.equals(ANONYMOUS);
    }

    void setOn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
