package stockledger.query.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * How far each projection that is served is behind, looked at every few seconds, so that nobody who reads the meters
 * waits for a store. While a store is away it is not known, and said so.
 */
final class LagMeters implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LagMeters.class);

    private final Progress progress;
    private final List<String> projections;
    private final ProjectionSettings settings;
    private volatile Map<String, Progress.Item> seen = Map.of();
    private @Nullable ScheduledExecutorService looks;

    LagMeters(Progress progress, List<String> projections, ProjectionSettings settings, MeterRegistry registry) {
        this.progress = progress;
        this.projections = List.copyOf(projections);
        this.settings = settings;
        for (String projection : projections) {
            gauge("stockledger.projection.lag.events", projection, Progress.Item::lagEvents)
                    .description("Events that happened and are not folded")
                    .register(registry);
            gauge("stockledger.projection.lag.seconds", projection, Progress.Item::lagSeconds)
                    .description("How long ago the oldest event happened that is not folded")
                    .register(registry);
        }
    }

    private Gauge.Builder<LagMeters> gauge(String name, String projection, ToDoubleFunction<Progress.Item> value) {
        return Gauge.builder(name, this, lag -> {
                    Progress.Item item = lag.seen.get(projection);
                    return item == null ? Double.NaN : value.applyAsDouble(item);
                })
                .tag("projection", projection);
    }

    private void look() {
        try {
            Map<String, Progress.Item> now = new HashMap<>();
            for (Progress.Item item : progress.items(projections)) {
                if (!item.rebuilding()) {
                    now.put(item.name(), item);
                }
            }
            seen = now;
        } catch (RuntimeException e) {
            LOG.debug("how far projections are behind is not known", e);
            seen = Map.of();
        }
    }

    @Override
    public synchronized void start() {
        looks = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "projection-lag");
            thread.setDaemon(true);
            return thread;
        });
        looks.scheduleWithFixedDelay(this::look, 0, settings.lagMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (looks != null) {
            looks.shutdownNow();
            looks = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looks != null;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
