package stockledger.query.projection;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/**
 * Tells traces when what happened in them was folded. Only what happened a moment ago is told of: whoever reads millions
 * of old events, to rebuild or after an outage, would flood whoever collects traces.
 */
final class FoldTraces {

    private static final Duration A_MOMENT = Duration.ofSeconds(60);

    /** Most traces that one batch tells; the others go without. */
    private static final int MOST = 64;

    /** Where the digit of a traceparent is whose last bit says that it is sampled. */
    private static final int FLAGS = 54;

    private static final String PROJECTION = "stockledger.projection";
    private static final String EPOCH = "stockledger.epoch";
    private static final String EVENTS = "stockledger.events";
    private static final String BATCH = "stockledger.batch";

    private final Tracer tracer;
    private final Clock clock;

    FoldTraces(OpenTelemetry telemetry, Clock clock) {
        this.tracer = telemetry.getTracer("stockledger.query");
        this.clock = clock;
    }

    /** Folds a batch, as a piece of each sampled trace that some of it happened in. */
    void during(Epoch epoch, List<ProjectedEvent> batch, Runnable work) {
        List<Span> pieces = begin(epoch, batch);
        try {
            work.run();
        } catch (RuntimeException failed) {
            for (Span piece : pieces) {
                piece.recordException(failed);
                piece.setStatus(StatusCode.ERROR);
            }
            throw failed;
        } finally {
            pieces.forEach(Span::end);
        }
    }

    private List<Span> begin(Epoch epoch, List<ProjectedEvent> batch) {
        Instant moment = clock.instant().minus(A_MOMENT);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (ProjectedEvent happened : batch) {
            String trace = happened.trace();
            boolean tells = trace != null && happened.at().isAfter(moment) && mayBeSampled(trace);
            if (tells && (counts.size() < MOST || counts.containsKey(trace))) {
                counts.merge(trace, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(count -> piece(epoch, count.getKey(), count.getValue(), batch.size()))
                .filter(Span::isRecording)
                .toList();
    }

    /** The last digit says it, so that of most events nothing more is read. */
    private static boolean mayBeSampled(String trace) {
        return trace.length() > FLAGS && (Character.digit(trace.charAt(FLAGS), 16) & 1) == 1;
    }

    private Span piece(Epoch epoch, String trace, int events, int batch) {
        Context before = read(trace);
        if (!Span.fromContext(before).getSpanContext().isSampled()) {
            return Span.getInvalid();
        }
        return tracer.spanBuilder("fold " + epoch.projection())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(before)
                .setAttribute(PROJECTION, epoch.projection())
                .setAttribute(EPOCH, epoch.number())
                .setAttribute(EVENTS, events)
                .setAttribute(BATCH, batch)
                .startSpan();
    }

    /** Where what is logged of an event is found with the trace that it happened in. */
    static Context within(ProjectedEvent happened) {
        String trace = happened.trace();
        return trace == null ? Context.current() : read(trace);
    }

    private static Context read(String trace) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), trace, Written.INSTANCE);
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
