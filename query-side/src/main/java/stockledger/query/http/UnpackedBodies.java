package stockledger.query.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** A question is read as it was sent: one that says it is packed is refused for that, not read as if it were not. */
final class UnpackedBodies implements HandlerInterceptor {

    static final String AS_IT_IS = "identity";
    private static final String OURS = "stockledger.query.";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        boolean question = handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith(OURS);
        if (question && !isAsItIs(request)) {
            throw Refused.packed();
        }
        return true;
    }

    private static boolean isAsItIs(HttpServletRequest request) {
        return Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
                .allMatch(coding -> coding.strip().equalsIgnoreCase(AS_IT_IS));
    }
}
