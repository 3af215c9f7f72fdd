package stockledger.query.overview;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.overview.Overview.Activity;
import stockledger.query.overview.Overview.ProjectionState;
import stockledger.query.projection.ReadModels;
import stockledger.web.CqrsSide;

/**
 * Computes the overview when somebody asks, at most every two seconds for all who ask. Nothing is computed or kept while nobody
 * does. All of it is in meters that the process keeps anyway, except what {@link StoreProbe} asks the stores.
 */
@Component
class OverviewSampler {

    /** A little less than the interval of the streams. */
    private static final Duration MIN_INTERVAL = Duration.ofMillis(1_900);

    private final MeterRegistry registry;
    private final StoreProbe probe;
    private final ReadModels models;
    private final List<String> sides;
    private final Clock clock = Clock.systemUTC();

    /** {@code pid@host}. */
    private final String instance = ManagementFactory.getRuntimeMXBean().getName();

    private final MeterWindow window = new MeterWindow();
    private @Nullable Overview newest;
    private long newestAtNanos;

    OverviewSampler(MeterRegistry registry, StoreProbe probe, ReadModels models, List<CqrsSide> sides) {
        this.registry = registry;
        this.probe = probe;
        this.models = models;
        this.sides = sides.stream().map(CqrsSide::name).sorted().toList();
    }

    /** The overview, at most two seconds old. */
    synchronized Overview current() {
        long now = System.nanoTime();
        if (newest == null || now - newestAtNanos >= MIN_INTERVAL.toNanos()) {
            newest = sample(now);
            newestAtNanos = now;
        }
        return newest;
    }

    private Overview sample(long now) {
        MeterSample sample = MeterSample.of(registry, now);
        window.add(sample);
        List<ProjectionState> projections = new ArrayList<>();
        sample.projections().forEach((name, lag) -> projections.add(state(name, lag)));
        long parked = projections.stream().mapToLong(ProjectionState::parked).sum();
        long drifted = (long) gauge("stockledger.audit.drifted", 0);
        JobCounts.Counts jobs = probe.jobs();
        List<Overview.Store> stores = probe.stores();
        List<Overview.CacheLevel> cache = window.cache();
        Advisor.Facts facts = new Advisor.Facts(
                models.isRefused(),
                probe.orderWaiting(clock),
                projections,
                window.lagBefore(),
                drifted,
                jobs,
                cache,
                gauge("stockledger.cache.subscribed", 1) > 0,
                (long) gauge("stockledger.webhooks.failing", 0),
                (long) gauge("stockledger.webhooks.paused", 0),
                stores);
        return new Overview(
                instance,
                sides,
                clock.instant(),
                window.requests(),
                cache,
                window.errors(),
                projections,
                parked,
                drifted,
                jobs,
                stores,
                Advisor.advice(facts));
    }

    private double gauge(String name, double otherwise) {
        Gauge gauge = registry.find(name).gauge();
        return gauge == null ? otherwise : gauge.value();
    }

    private static ProjectionState state(String name, MeterSample.Lag lag) {
        boolean isKnown = !Double.isNaN(lag.events());
        Activity activity = lag.paused() > 0
                ? Activity.PAUSED
                : lag.stuck() > 0 ? Activity.STUCK : isKnown ? Activity.RUNNING : Activity.UNKNOWN;
        return new ProjectionState(
                name,
                activity,
                isKnown ? (Long) (long) lag.events() : null,
                isKnown ? (Long) (long) lag.seconds() : null,
                Double.isNaN(lag.parked()) ? 0 : (long) lag.parked());
    }
}
