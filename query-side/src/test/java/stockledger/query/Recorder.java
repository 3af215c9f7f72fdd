package stockledger.query;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.springframework.context.annotation.Bean;

/** Records the spans of a query side. Start it with {@link #SETTING}. */
public final class Recorder {

    /** Adds this recorder to an instance. */
    public static final String SETTING = "--spring.main.sources=" + Recorder.class.getName();

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @Bean
    SpanProcessor recording() {
        return SimpleSpanProcessor.create(spans);
    }

    /** The finished spans of a trace, in the order of their end. */
    public List<SpanData> of(String trace) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }

    /** The finished spans of a trace with this name. */
    public List<SpanData> of(String trace, String name) {
        return of(trace).stream().filter(span -> span.getName().equals(name)).toList();
    }
}
