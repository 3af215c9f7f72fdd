package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static stockledger.query.SampleEvents.received;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch creates a bounded number of spans, and none for old events. */
class OldEventsGetNoSpansTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Epoch EPOCH = new Epoch("product", 3);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final FoldTraces traces = new FoldTraces(
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                            .build())
                    .build(),
            Clock.fixed(NOW, ZoneOffset.UTC));

    private static ProjectedEvent event(int trace, Instant at) {
        String parent = "00-%032x-00f067aa0ba902b7-01".formatted(trace);
        return new ProjectedEvent(received("mug", "main", 1), "stock:mug", 0, at, "kim", parent, "id");
    }

    private List<SpanData> fold(List<ProjectedEvent> batch) {
        exporter.reset();
        traces.trace(EPOCH, batch, () -> {});
        return exporter.getFinishedSpanItems();
    }

    private static long attribute(SpanData fold, String key) {
        return fold.getAttributes().get(AttributeKey.longKey(key));
    }

    @Test
    void eventsOlderThanAMinuteGetNoSpan() {
        assertThat(fold(List.of(event(1, NOW.minusSeconds(61)), event(2, NOW.minusSeconds(60)))))
                .isEmpty();
        assertThat(fold(List.of(event(1, NOW.minusSeconds(61)), event(2, NOW.minusSeconds(59)))))
                .singleElement()
                .satisfies(fold -> assertThat(fold.getTraceId()).endsWith("2"));
    }

    @Test
    void eventsOfOneTraceShareASpan() {
        List<ProjectedEvent> batch = List.of(event(1, NOW), event(1, NOW), event(2, NOW));
        List<SpanData> folds = fold(batch);

        assertThat(folds)
                .extracting(fold -> attribute(fold, "stockledger.events"))
                .containsExactlyInAnyOrder(2L, 1L);
        assertThat(folds).allSatisfy(fold -> {
            assertThat(attribute(fold, "stockledger.batch")).isEqualTo(3);
            assertThat(attribute(fold, "stockledger.epoch")).isEqualTo(3);
        });
    }

    @Test
    void aBatchOfManyTracesGetsALimitedNumberOfSpans() {
        List<ProjectedEvent> batch = new ArrayList<>();
        for (int trace = 1; trace <= 1_000; trace++) {
            batch.add(event(trace, NOW));
        }
        assertThat(fold(batch)).hasSize(64);
    }

    @Test
    void theSpanOfAFailedBatchHasStatusError() {
        exporter.reset();
        assertThatIllegalStateException()
                .isThrownBy(() -> traces.trace(EPOCH, List.of(event(1, NOW)), () -> {
                    throw new IllegalStateException("store unreachable");
                }));
        assertThat(exporter.getFinishedSpanItems())
                .singleElement()
                .satisfies(fold -> assertThat(fold.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
    }
}
