package stockledger.web.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a POST that a browser would send for a page of any site without asking this service first (a simple request of
 * the Fetch Standard): one without a media type, or with that of a form or of plain text. It holds for all controllers, also
 * those that state no media type.
 */
final class SimpleRequestInterceptor implements HandlerInterceptor {

    private static final Set<String> SIMPLE =
            Set.of("text/plain", "multipart/form-data", "application/x-www-form-urlencoded");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (request.getMethod().equals("POST")
                && handler instanceof HandlerMethod
                && request.getDispatcherType() == DispatcherType.REQUEST
                && isSimple(request.getContentType())) {
            response.sendError(HttpStatus.UNSUPPORTED_MEDIA_TYPE.value());
            return false;
        }
        return true;
    }

    private static boolean isSimple(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        if (contentType.equals(MediaType.APPLICATION_JSON_VALUE)) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return SIMPLE.contains((type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT));
        } catch (InvalidMediaTypeException e) {
            return true;
        }
    }
}
