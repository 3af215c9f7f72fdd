package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Finds the command that a request is. */
final class Routes {

    private static final String COMMANDS = "stockledger.command.";

    private final RequestMappingHandlerMapping mapping;

    Routes(RequestMappingHandlerMapping mapping) {
        this.mapping = mapping;
    }

    /**
     * The controller's method; null when there is none at all.
     *
     * @throws Exception when the address exists, for other methods or types
     */
    @Nullable
    HandlerMethod find(HttpServletRequest request) throws Exception {
        ServletRequestPathUtils.parseAndCache(request);
        HandlerExecutionChain found = mapping.getHandler(request);
        return found != null && found.getHandler() instanceof HandlerMethod method ? method : null;
    }

    /** The same when it is a command; in a process that is both sides, a question may be posted too. */
    @Nullable
    HandlerMethod command(HttpServletRequest request) {
        try {
            HandlerMethod method = find(request);
            return method != null && method.getBeanType().getName().startsWith(COMMANDS) ? method : null;
        } catch (Exception refused) {
            return null;
        } finally {
            ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }
}
