package stockledger.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses requests with a {@code Content-Encoding}: a controller would parse the encoded bytes. Addresses whose body is
 * rows decode it themselves.
 */
public final class ContentEncodingInterceptor implements HandlerInterceptor {

    private static final String IDENTITY = "identity";

    ContentEncodingInterceptor() {}

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (isIdentity(request) || !needsIdentity(handler)) {
            return true;
        }
        response.setHeader(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        ErrorPage.refuse(
                request,
                response,
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "The request body must be sent without a Content-Encoding.");
        return false;
    }

    private static boolean needsIdentity(Object handler) {
        ApiContract contract =
                handler instanceof HandlerMethod method ? method.getMethodAnnotation(ApiContract.class) : null;
        return contract != null && !contract.rows();
    }

    /** Whether the body is sent as it is. */
    public static boolean isIdentity(HttpServletRequest request) {
        // Nearly every request has no such header; it is not enumerated then.
        return request.getHeader(HttpHeaders.CONTENT_ENCODING) == null
                || Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
                        .allMatch(coding -> coding.strip().equalsIgnoreCase(IDENTITY));
    }
}
