package stockledger.command.http;

import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** A single command is read as it was sent: one that says it is packed is refused for that, not read as if it were not. */
@RestControllerAdvice(basePackages = "stockledger.command")
class ContentEncodingInterceptor extends RequestBodyAdviceAdapter {

    private static final String AS_IT_IS = "identity";

    @Override
    public boolean supports(MethodParameter parameter, Type body, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage sent,
            MethodParameter parameter,
            Type body,
            Class<? extends HttpMessageConverter<?>> converter) {
        for (String coding : sent.getHeaders().getValuesAsList(HttpHeaders.CONTENT_ENCODING)) {
            if (!coding.equalsIgnoreCase(AS_IT_IS)) {
                throw BodyRefused.packed("A single command is sent as it is, not packed.", AS_IT_IS);
            }
        }
        return sent;
    }
}
