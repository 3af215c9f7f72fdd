package stockledger.command.dispatch;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/**
 * Spans of commands. A trace begins at a request, or continues the stored one of a request; background work, such as
 * expiring a hold, has none.
 */
public final class Traces {

    private static final String REFUSAL = "stockledger.refusal";
    private static final String STREAM = "stockledger.stream";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private final Tracer tracer;

    public Traces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("stockledger.command");
    }

    /**
     * Runs work in a span of a stored trace.
     *
     * @param name of the span; one of few
     * @param traceparent of the stored trace; null to start a new one
     */
    public <T> T resume(String name, @Nullable String traceparent, Supplier<T> work) {
        Context parent =
                traceparent == null ? Context.root() : W3C.extract(Context.root(), traceparent, TraceParent.INSTANCE);
        Span span = tracer.spanBuilder(name).setParent(parent).startSpan();
        try (Scope scope = span.makeCurrent()) {
            return work.get();
        } catch (RuntimeException failed) {
            span.recordException(failed);
            span.setStatus(StatusCode.ERROR);
            throw failed;
        } finally {
            span.end();
        }
    }

    /**
     * Starts the span of a command. Where this thread's span is not recorded, a span of its own would not be either: it is
     * that span then, an invalid one when this thread has no trace.
     */
    Span start(Object command, String stream) {
        Span current = Span.current();
        return current.isRecording()
                ? tracer.spanBuilder(command.getClass().getSimpleName())
                        .setAttribute(STREAM, stream)
                        .startSpan()
                : current;
    }

    /** The current context with the span, if it is valid. */
    static Context within(Span span) {
        return span.getSpanContext().isValid() ? Context.current().with(span) : Context.current();
    }

    /** Ends the span of a command with its outcome. */
    static void end(Span span, @Nullable List<GroupCommit.Result> results, @Nullable Throwable thrown) {
        Throwable cause = results == null ? thrown : results.get(0).refusal();
        if (cause instanceof Refusal refusal) {
            span.setAttribute(REFUSAL, refusal.code());
        } else if (cause != null) {
            span.recordException(cause);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /** The metadata with the traceparent of the span, if it is valid. */
    static MetaData in(MetaData metaData, Span span) {
        if (!span.getSpanContext().isValid()) {
            return metaData;
        }
        Map<String, Object> carrier = new HashMap<>();
        W3C.inject(Context.root().with(span), carrier, (into, key, value) -> {
            // Not tracestate: other vendors' state would be stored with every event.
            if (key.equals(Provenance.TRACE_PARENT)) {
                into.put(key, value);
            }
        });
        return metaData.mergedWith(carrier);
    }

    /** Reads a traceparent from its own text. */
    private enum TraceParent implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(Provenance.TRACE_PARENT);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(Provenance.TRACE_PARENT) ? carrier : null;
        }
    }
}
