package stockledger.query.consistency;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import stockledger.events.ConsistencyToken;
import stockledger.query.http.QueryProblemException;
import stockledger.web.StockledgerHeaders;

/** Resolves the consistency token of a query; an empty one when none was sent. */
final class ConsistencyTokenArgument implements HandlerMethodArgumentResolver {

    private static final ConsistencyToken EMPTY = new ConsistencyToken(Map.of());

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
        String[] sent = request.getHeaderValues(StockledgerHeaders.CONSISTENCY_TOKEN);
        if (sent == null || sent.length == 0) {
            return EMPTY;
        }
        try {
            return ConsistencyToken.decode(String.join(",", sent));
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.badRequest("invalid-consistency-token", "Invalid consistency token.");
        }
    }
}
