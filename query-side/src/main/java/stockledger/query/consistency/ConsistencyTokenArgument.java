package stockledger.query.consistency;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import stockledger.events.ConsistencyToken;
import stockledger.query.http.QueryProblemException;
import stockledger.web.StockledgerHeaders;
import stockledger.web.TokenSigner;

/** Resolves the consistency token of a query, once its signature is verified; an empty one when none was sent. */
final class ConsistencyTokenArgument implements HandlerMethodArgumentResolver {

    private static final ConsistencyToken EMPTY = new ConsistencyToken(Map.of());

    private final TokenSigner signer;

    ConsistencyTokenArgument(TokenSigner signer) {
        this.signer = signer;
    }

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
            return ConsistencyToken.decode(verified(sent));
        } catch (IllegalArgumentException | TokenSigner.ForgedTokenException e) {
            throw QueryProblemException.badRequest("invalid-consistency-token", "Invalid consistency token.");
        } catch (TokenSigner.UnverifiableTokenException e) {
            throw QueryProblemException.unavailable("unavailable", "The consistency token cannot be verified now.");
        }
    }

    /** Each of the tokens, which are separated by commas, is signed. */
    private String verified(String[] sent) {
        return Arrays.stream(String.join(",", sent).split(",", -1))
                .map(token -> signer.verified(token.strip()))
                .collect(Collectors.joining(","));
    }
}
