package stockledger.command.http;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import stockledger.command.dispatch.Caller;
import stockledger.command.dispatch.Keyed;

/** Says of an answer that it was given before. */
@RestControllerAdvice(basePackages = "stockledger.command")
class ReplayedAnswers implements ResponseBodyAdvice<Object> {

    static final String REPLAYED = "Idempotent-Replayed";

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        Keyed keyed = Caller.currentKey();
        if (keyed != null && keyed.replayed()) {
            response.getHeaders().set(REPLAYED, "true");
        }
        return body;
    }
}
