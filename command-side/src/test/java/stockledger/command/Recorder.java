package stockledger.command;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.springframework.context.annotation.Bean;

/** Records the spans of a command side that was started with {@link #SETTING}. */
public final class Recorder {

    /** Registers the recorder. */
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

    /** A string attribute of a span; null if absent. */
    public static String attribute(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }
}
