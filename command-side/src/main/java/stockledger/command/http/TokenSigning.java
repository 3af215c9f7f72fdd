package stockledger.command.http;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import stockledger.web.TokenSigner;

/**
 * Signs the consistency token of an answer when it is sent. Until then it is unsigned, as in the stored answers of
 * asynchronous commands.
 */
@RestControllerAdvice(basePackages = "stockledger.command")
class TokenSigning implements ResponseBodyAdvice<Object> {

    private final TokenSigner signer;

    TokenSigning(TokenSigner signer) {
        this.signer = signer;
    }

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        HttpHeaders headers = response.getHeaders();
        String token = headers.getFirst(Answers.CONSISTENCY_TOKEN);
        if (token != null) {
            headers.set(Answers.CONSISTENCY_TOKEN, signer.sign(token));
        }
        return body;
    }
}
