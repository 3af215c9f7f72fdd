package stockledger.query.sse;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What streams count. */
final class StreamMeters {

    private final MeterRegistry registry;
    final Counter events;
    final Counter skipped;
    final Counter dropped;

    StreamMeters(MeterRegistry registry) {
        this.registry = registry;
        this.events = counter("stockledger.stream.events", "Answers sent to callers who stay");
        this.skipped = counter("stockledger.stream.skipped", "Answers that a newer one overtook before they were sent");
        this.dropped = counter("stockledger.stream.dropped", "Callers that could not be written to any more");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void watch(SubscriberRegistry watch) {
        Gauge.builder("stockledger.streams", watch, SubscriberRegistry::size)
                .description("Callers who stay with this process")
                .register(registry);
    }
}
