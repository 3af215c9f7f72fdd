package stockledger.query.overview;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Meters at one moment.
 *
 * @param atNanos of {@link System#nanoTime()}
 * @param requests count since the start
 * @param buckets requests that took at most so many milliseconds, since the start
 * @param hits lookups by cache level, since the start
 * @param misses the same
 * @param problems by code, since the start
 * @param projections gauges by projection
 */
record MeterSample(
        long atNanos,
        double requests,
        Map<Double, Double> buckets,
        Map<String, Double> hits,
        Map<String, Double> misses,
        Map<String, Double> problems,
        Map<String, Lag> projections) {

    /** NaN where a store is down. */
    record Lag(double events, double seconds, double parked, double paused, double stuck) {}

    static MeterSample of(MeterRegistry registry, long atNanos) {
        double requests = 0;
        Map<Double, Double> buckets = new TreeMap<>();
        for (Timer timer : registry.find("http.server.requests").timers()) {
            if (isCounted(timer.getId().getTag("uri"))) {
                HistogramSnapshot snapshot = timer.takeSnapshot();
                requests += snapshot.count();
                for (CountAtBucket bucket : snapshot.histogramCounts()) {
                    buckets.merge(bucket.bucket(TimeUnit.MILLISECONDS), bucket.count(), Double::sum);
                }
            }
        }
        Map<String, Double> hits = new TreeMap<>();
        Map<String, Double> misses = new TreeMap<>();
        for (Counter counter : registry.find("stockledger.cache.lookups").counters()) {
            boolean isHit = "hit".equals(counter.getId().getTag("result"));
            (isHit ? hits : misses)
                    .merge(String.valueOf(counter.getId().getTag("level")), counter.count(), Double::sum);
        }
        Map<String, Double> problems = new TreeMap<>();
        for (Counter counter : registry.find("stockledger.problems").counters()) {
            problems.merge(String.valueOf(counter.getId().getTag("code")), counter.count(), Double::sum);
        }
        Map<String, Lag> projections = new TreeMap<>();
        for (Gauge gauge : registry.find("stockledger.projection.lag.events").gauges()) {
            String name = String.valueOf(gauge.getId().getTag("projection"));
            projections.put(
                    name,
                    new Lag(
                            gauge.value(),
                            value(registry, "stockledger.projection.lag.seconds", name),
                            value(registry, "stockledger.projection.parked", name),
                            value(registry, "stockledger.projection.paused", name),
                            value(registry, "stockledger.projection.stuck", name)));
        }
        return new MeterSample(atNanos, requests, buckets, hits, misses, problems, projections);
    }

    /** Not streams, which take as long as a client stays, nor what watches the service. */
    private static boolean isCounted(@Nullable String uri) {
        return uri == null
                || !uri.endsWith("/stream")
                        && !uri.startsWith("/actuator")
                        && !uri.startsWith("/console")
                        && !uri.startsWith(OverviewController.ADDRESS);
    }

    private static double value(MeterRegistry registry, String name, String projection) {
        Gauge gauge = registry.find(name).tag("projection", projection).gauge();
        return gauge == null ? 0 : gauge.value();
    }
}
