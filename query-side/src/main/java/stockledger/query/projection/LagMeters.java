package stockledger.query.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The lag of each live epoch, and whether it is paused. They are computed in the background, so that a scrape waits for no store; NaN while a store is
 * unreachable.
 */
final class LagMeters implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LagMeters.class);

    /** Well below the usual scrape interval. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Progress progress;
    private final List<String> projections;
    private final ThreadPoolTaskScheduler scheduler;
    private volatile Map<String, Progress.Item> liveItems = Map.of();

    /** The head of the update before; beyond all before the first one. */
    private long earlierHead = Long.MAX_VALUE;

    private @Nullable ScheduledFuture<?> updates;

    LagMeters(Progress progress, List<String> projections, MeterRegistry registry, ThreadPoolTaskScheduler scheduler) {
        this.progress = progress;
        this.projections = List.copyOf(projections);
        this.scheduler = scheduler;
        for (String projection : projections) {
            gauge("stockledger.projection.lag.events", projection, Progress.Item::lagEvents)
                    .description("Events that are not projected yet")
                    .register(registry);
            gauge("stockledger.projection.lag.seconds", projection, Progress.Item::lagSeconds)
                    .description("Age of the oldest event that is not projected yet; 0 for one of the last seconds")
                    .register(registry);
            gauge("stockledger.projection.paused", projection, item -> item.pausedAt() == null ? 0 : 1)
                    .description("1 while an operator has paused a projection")
                    .register(registry);
        }
    }

    private Gauge.Builder<LagMeters> gauge(String name, String projection, ToDoubleFunction<Progress.Item> value) {
        return Gauge.builder(name, this, meters -> {
                    Progress.Item item = meters.liveItems.get(projection);
                    return item == null ? Double.NaN : value.applyAsDouble(item);
                })
                .tag("projection", projection);
    }

    private void update() {
        try {
            Map<String, Progress.Item> live = new HashMap<>();
            long head = progress.head();
            for (Progress.Item item : progress.items(projections, head, earlierHead)) {
                if (item.state() == Progress.Served.SERVED) {
                    live.put(item.name(), item);
                }
            }
            liveItems = live;
            earlierHead = head;
        } catch (RuntimeException e) {
            LOG.debug("the lag of projections is unknown", e);
            liveItems = Map.of();
        }
    }

    @Override
    public synchronized void start() {
        updates = scheduler.scheduleWithFixedDelay(this::update, INTERVAL);
    }

    @Override
    public synchronized void stop() {
        if (updates != null) {
            updates.cancel(true);
            updates = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return updates != null;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
