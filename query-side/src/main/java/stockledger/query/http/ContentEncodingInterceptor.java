package stockledger.query.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** A question is read as it was sent: one that says it is packed is refused for that, not read as if it were not. */
final class ContentEncodingInterceptor implements HandlerInterceptor {

    static final String AS_IT_IS = "identity";
    private static final String OURS = "stockledger.query.";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!isAsItIs(request) && isQuestion(handler)) {
            throw QueryProblemException.packed();
        }
        return true;
    }

    private static boolean isQuestion(Object handler) {
        return handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith(OURS);
    }

    private static boolean isAsItIs(HttpServletRequest request) {
        // Nearly every question has none: it is not looked at twice.
        return request.getHeader(HttpHeaders.CONTENT_ENCODING) == null
                || Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
                        .allMatch(coding -> coding.strip().equalsIgnoreCase(AS_IT_IS));
    }
}
