package stockledger.query.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** Metrics of deliveries. They have no tag that names the webhook: there may be many webhooks. */
final class DeliveryMeters {

    private final MeterRegistry registry;
    final Counter delivered;
    final Counter failed;
    final Timer delay;

    DeliveryMeters(MeterRegistry registry) {
        this.registry = registry;
        this.delivered = counter("delivered");
        this.failed = counter("failed");
        this.delay = Timer.builder("stockledger.webhooks.delay")
                .description("From an event to its delivery")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    private Counter counter(String result) {
        return Counter.builder("stockledger.webhooks.deliveries")
                .description("Attempts to deliver an event to a webhook")
                .tag("result", result)
                .register(registry);
    }

    /** Registers the numbers of webhooks that this process delivers to. */
    void register(Supplier<Number> active, Supplier<Number> failing, Supplier<Number> paused) {
        gauge("stockledger.webhooks.active", "Webhooks that this process delivers to", active);
        gauge("stockledger.webhooks.failing", "Of these, those whose deliveries fail", failing);
        gauge("stockledger.webhooks.paused", "Webhooks that were paused since deliveries failed too long", paused);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }
}
