package stockledger.web;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The trace id of a request: 32 hexadecimal digits, the same in each of its log lines and in its problem. */
final class TraceId {

    private static final String ATTRIBUTE = "traceId";

    private TraceId() {}

    /** The trace id of its span; without one (Tomcat refused it earlier) the caller's, or a new one. */
    static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        SpanContext span = Span.current().getSpanContext();
        if (!span.isValid()) {
            Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), request, Headers.INSTANCE);
            span = Span.fromContext(caller).getSpanContext();
        }
        String id = span.isValid() ? span.getTraceId() : IdGenerator.random().generateTraceId();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    private enum Headers implements TextMapGetter<HttpServletRequest> {
        INSTANCE;

        @Override
        public Iterable<String> keys(HttpServletRequest request) {
            return Collections.list(request.getHeaderNames());
        }

        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    }
}
