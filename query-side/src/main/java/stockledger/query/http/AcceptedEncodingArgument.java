package stockledger.query.http;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Resolves {@link AcceptedEncoding} for controllers whose answers may be compressed. */
final class AcceptedEncodingArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(AcceptedEncoding.class);
    }

    @Override
    public AcceptedEncoding resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return AcceptedEncoding.of(
                line(request, HttpHeaders.ACCEPT_ENCODING), line(request, HttpHeaders.IF_NONE_MATCH));
    }

    /** A header in several lines is one list. */
    private static @Nullable String line(NativeWebRequest request, String name) {
        String[] lines = request.getHeaderValues(name);
        return lines == null || lines.length == 0 ? null : String.join(",", lines);
    }
}
