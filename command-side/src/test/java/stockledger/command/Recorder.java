package stockledger.command;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.springframework.context.annotation.Bean;

/** Keeps the spans of a command side that was started with it beside. */
public final class Recorder {

    /** The setting that starts it. */
    public static final String SETTING = "--spring.main.sources=" + Recorder.class.getName();

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @Bean
    SpanProcessor recording() {
        return SimpleSpanProcessor.create(spans);
    }

    /** The pieces of a trace that are over, in the order in which they ended. */
    public List<SpanData> of(String trace) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }

    /** Those with a name. */
    public List<SpanData> of(String trace, String name) {
        return of(trace).stream().filter(span -> span.getName().equals(name)).toList();
    }

    /** What a piece tells under a key; null when nothing. */
    public static String told(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }
}
