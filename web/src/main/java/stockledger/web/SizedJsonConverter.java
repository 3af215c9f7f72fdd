package stockledger.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes JSON with its {@code Content-Length}. Spring flushes a response after its body: without a length that is a chunk, and
 * its end another packet, which costs both sides a system call more.
 */
final class SizedJsonConverter extends JacksonJsonHttpMessageConverter {

    SizedJsonConverter(JsonMapper json) {
        super(json);
    }

    @Override
    protected void writeInternal(
            Object body, ResolvableType type, HttpOutputMessage response, @Nullable Map<String, Object> hints)
            throws IOException {
        Buffered buffered = new Buffered(response.getHeaders(), new ByteArrayOutputStream());
        super.writeInternal(body, type, buffered, hints);
        response.getHeaders().setContentLength(buffered.body().size());
        buffered.body().writeTo(response.getBody());
    }

    /** A response in memory. */
    private record Buffered(HttpHeaders headers, ByteArrayOutputStream body) implements HttpOutputMessage {

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public OutputStream getBody() {
            return body;
        }
    }
}
