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
 * Adds a span to the trace of a command when its events are folded. Old events get none: a rebuild would flood the trace
 * collector.
 */
final class FoldTraces {

    private static final Duration MAX_EVENT_AGE = Duration.ofSeconds(60);

    private static final int MAX_SPANS_PER_BATCH = 64;

    /** Index of the digit of a traceparent whose last bit is the sampled flag. */
    private static final int FLAGS_INDEX = 54;

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

    /** Runs the work within a span of each sampled trace that the batch has events of. */
    void trace(Epoch epoch, List<ProjectedEvent> batch, Runnable work) {
        List<Span> spans = start(epoch, batch);
        try {
            work.run();
        } catch (RuntimeException e) {
            for (Span span : spans) {
                span.recordException(e);
                span.setStatus(StatusCode.ERROR);
            }
            throw e;
        } finally {
            spans.forEach(Span::end);
        }
    }

    private List<Span> start(Epoch epoch, List<ProjectedEvent> batch) {
        Instant oldest = clock.instant().minus(MAX_EVENT_AGE);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (ProjectedEvent event : batch) {
            String trace = event.trace();
            boolean traced = trace != null && event.at().isAfter(oldest) && isSampled(trace);
            if (traced && (counts.size() < MAX_SPANS_PER_BATCH || counts.containsKey(trace))) {
                counts.merge(trace, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(count -> startSpan(epoch, count.getKey(), count.getValue(), batch.size()))
                .filter(Span::isRecording)
                .toList();
    }

    /** Checks the flag before parsing, since most events are not sampled. */
    private static boolean isSampled(String trace) {
        return trace.length() > FLAGS_INDEX && (Character.digit(trace.charAt(FLAGS_INDEX), 16) & 1) == 1;
    }

    private Span startSpan(Epoch epoch, String trace, int events, int batch) {
        Context parent = parse(trace);
        if (!Span.fromContext(parent).getSpanContext().isSampled()) {
            return Span.getInvalid();
        }
        return tracer.spanBuilder("fold " + epoch.projection())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent)
                .setAttribute(PROJECTION, epoch.projection())
                .setAttribute(EPOCH, epoch.number())
                .setAttribute(EVENTS, events)
                .setAttribute(BATCH, batch)
                .startSpan();
    }

    /** The context in which log lines about an event carry its trace id. */
    static Context contextOf(ProjectedEvent event) {
        String trace = event.trace();
        return trace == null ? Context.current() : parse(trace);
    }

    private static Context parse(String trace) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), trace, TraceParent.INSTANCE);
    }

    /** Reads a bare traceparent. */
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
