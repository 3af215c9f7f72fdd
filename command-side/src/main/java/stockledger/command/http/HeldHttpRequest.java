package stockledger.command.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stored request, for a controller to read as if it came now. */
final class HeldHttpRequest extends HttpServletRequestWrapper {

    private final HeldRequest held;
    private final BufferedBodyRequest body;
    private final Map<String, Object> attributes = new HashMap<>();

    HeldHttpRequest(HeldRequest held) {
        super(Blank.of(HttpServletRequest.class));
        this.held = held;
        this.body = new BufferedBodyRequest(this, held.body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String getMethod() {
        return held.method();
    }

    @Override
    public String getRequestURI() {
        return held.uri();
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(held.uri());
    }

    @Override
    public String getQueryString() {
        return held.query();
    }

    @Override
    public String getServletPath() {
        return held.uri();
    }

    @Override
    public HttpServletMapping getHttpServletMapping() {
        return Blank.of(HttpServletMapping.class);
    }

    @Override
    public DispatcherType getDispatcherType() {
        return DispatcherType.REQUEST;
    }

    @Override
    public ServletInputStream getInputStream() {
        return body.getInputStream();
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String getContentType() {
        return getHeader("content-type");
    }

    @Override
    public @Nullable String getHeader(String name) {
        return held.headers().get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String value = getHeader(name);
        return Collections.enumeration(value == null ? List.of() : List.of(value));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(held.headers().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(attributes.keySet());
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
    }
}
