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
 * Where in a trace the service works. A trace comes with a request, or with what was remembered of one; what the service
 * does by itself, such as taking back an expired hold, is in none.
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
     * Goes on with a trace that was written down before, until the work is done.
     *
     * @param name of the piece of work; one of few
     * @param written as {@code traceparent}; null when nothing was, which begins a trace
     */
    public <T> T goOn(String name, @Nullable String written, Supplier<T> work) {
        Context before = written == null ? Context.root() : W3C.extract(Context.root(), written, Written.INSTANCE);
        Span piece = tracer.spanBuilder(name).setParent(before).startSpan();
        try (Scope here = piece.makeCurrent()) {
            return work.get();
        } catch (RuntimeException failed) {
            piece.recordException(failed);
            piece.setStatus(StatusCode.ERROR);
            throw failed;
        } finally {
            piece.end();
        }
    }

    /** Begins the piece of a trace from the arrival of a command until its answer is known; none when this thread is in none. */
    Span begin(Object command, String stream) {
        if (!Span.current().getSpanContext().isValid()) {
            return Span.getInvalid();
        }
        Span piece = tracer.spanBuilder(command.getClass().getSimpleName()).startSpan();
        if (piece.isRecording()) {
            piece.setAttribute(STREAM, stream);
        }
        return piece;
    }

    /** Where this thread works, and what it logs is found, while it is in the piece. */
    static Context within(Span piece) {
        return piece.getSpanContext().isValid() ? Context.current().with(piece) : Context.current();
    }

    /** How it ended. */
    static void end(Span piece, @Nullable List<GroupCommit.Decided> decided, @Nullable Throwable thrown) {
        Throwable why = decided == null ? thrown : decided.get(0).refusal();
        if (why instanceof Refusal refusal) {
            piece.setAttribute(REFUSAL, refusal.code());
        } else if (why != null) {
            piece.recordException(why);
            piece.setStatus(StatusCode.ERROR);
        }
        piece.end();
    }

    /** The same facts, and in which piece of a trace; nothing more when it is in none. */
    static MetaData in(MetaData facts, Span piece) {
        if (!piece.getSpanContext().isValid()) {
            return facts;
        }
        Map<String, Object> written = new HashMap<>();
        W3C.inject(Context.root().with(piece), written, (carrier, key, value) -> {
            // The state that other vendors keep beside it would grow with every event.
            if (key.equals(Provenance.TRACE_PARENT)) {
                written.put(key, value);
            }
        });
        return facts.mergedWith(written);
    }

    /** A traceparent by itself. */
    private enum Written implements TextMapGetter<String> {
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
