package stockledger.command.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The trace that a request is in: 32 hexadecimal digits, the same in each line of the log and in a problem. */
final class TraceId {

    private static final String NOTED = "traceId";

    private TraceId() {}

    /** It is that of its span; of a request that the server refused before it had one, that of its caller, or a new one. */
    static String of(HttpServletRequest request) {
        if (request.getAttribute(NOTED) instanceof String noted) {
            return noted;
        }
        SpanContext here = Span.current().getSpanContext();
        if (!here.isValid()) {
            Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), request, Headers.INSTANCE);
            here = Span.fromContext(caller).getSpanContext();
        }
        String id = here.isValid() ? here.getTraceId() : IdGenerator.random().generateTraceId();
        request.setAttribute(NOTED, id);
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
