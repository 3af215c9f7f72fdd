package stockledger.query.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import stockledger.events.ConsistencyToken;

/** Hands a controller the consistency token of the question; one that stands for nothing when none was sent. */
final class TokenArgument implements HandlerMethodArgumentResolver {

    static final String HEADER = "Consistency-Token";
    private static final ConsistencyToken NOTHING = new ConsistencyToken(Map.of());

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == ConsistencyToken.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String[] sent = request.getHeaderValues(HEADER);
        if (sent == null || sent.length == 0) {
            return NOTHING;
        }
        try {
            return ConsistencyToken.decode(String.join(",", sent));
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.wrong(
                    "invalid-consistency-token", "This is no consistency token of this service.");
        }
    }
}
