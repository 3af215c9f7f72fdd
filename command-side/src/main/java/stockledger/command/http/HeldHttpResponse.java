package stockledger.command.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** An answer that is kept instead of being sent. */
final class HeldHttpResponse extends HttpServletResponseWrapper {

    private final Map<String, List<String>> headers = new TreeMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final PrintWriter writer = new PrintWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8), true);
    private int status = SC_OK;
    private boolean error;

    HeldHttpResponse() {
        super(Blank.of(HttpServletResponse.class));
    }

    /** Whether only a status was said, for a page to be made of it. */
    boolean isError() {
        return error;
    }

    HeldRequest.Answer answer() {
        writer.flush();
        Map<String, String> told = new TreeMap<>();
        headers.forEach((name, values) -> told.put(name, String.join(", ", values)));
        return new HeldRequest.Answer(status, told, body.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void setStatus(int given) {
        status = given;
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void sendError(int given, @Nullable String message) {
        sendError(given);
    }

    @Override
    public void sendError(int given) {
        status = given;
        error = true;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        headers.remove(name.toLowerCase(Locale.ROOT));
        addHeader(name, value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (value != null) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(value);
        }
    }

    @Override
    public boolean containsHeader(String name) {
        return headers.containsKey(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String getHeader(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.get(0);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public Collection<String> getHeaderNames() {
        return headers.keySet();
    }

    @Override
    public void setContentType(@Nullable String type) {
        setHeader(HttpHeaders.CONTENT_TYPE, type);
    }

    @Override
    public @Nullable String getContentType() {
        return getHeader(HttpHeaders.CONTENT_TYPE);
    }

    @Override
    public PrintWriter getWriter() {
        return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return new ServletOutputStream() {
            @Override
            public void write(int one) {
                body.write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                body.write(bytes, from, length);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new IllegalStateException("nobody waits for this answer");
            }
        };
    }
}
