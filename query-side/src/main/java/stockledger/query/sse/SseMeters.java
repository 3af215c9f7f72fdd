package stockledger.query.sse;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

final class SseMeters {

    private final MeterRegistry registry;
    final Counter sent;
    final Counter skipped;
    final Counter dropped;

    SseMeters(MeterRegistry registry) {
        this.registry = registry;
        this.sent = counter("stockledger.stream.events", "Pages sent to SSE clients");
        this.skipped = counter("stockledger.stream.skipped", "Pages replaced by a newer version before they were sent");
        this.dropped = counter("stockledger.stream.dropped", "SSE connections closed because a write failed");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void register(SubscriberRegistry subscribers) {
        Gauge.builder("stockledger.streams", subscribers, SubscriberRegistry::size)
                .description("Open SSE connections of this process")
                .register(registry);
    }
}
