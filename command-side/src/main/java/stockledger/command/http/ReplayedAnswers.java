package stockledger.command.http;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;

/** Says of an answer that it was given before. */
@RestControllerAdvice(basePackages = "stockledger.command")
class ReplayedAnswers implements ResponseBodyAdvice<Object> {

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
        IdempotencyKey keyed = RequestContext.currentKey();
        if (keyed != null && keyed.replayed()) {
            response.getHeaders().set(Answers.REPLAYED, "true");
        }
        return body;
    }
}
