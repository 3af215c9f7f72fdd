package stockledger.query.overview;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stockledger.query.overview.Overview.CacheLevel;
import stockledger.query.overview.Overview.ErrorRate;
import stockledger.query.overview.Overview.Requests;

/** The difference of meters between now and a minute ago, or the last time that somebody looked. Not for several threads. */
final class MeterWindow {

    static final Duration LENGTH = Duration.ofMinutes(1);

    /** An older sample says nothing about now. */
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private static final int MAX_CODES = 20;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final double ROUNDING = 100;

    private final Deque<MeterSample> samples = new ArrayDeque<>();

    void add(MeterSample sample) {
        samples.addLast(sample);
        // The oldest one that stays is at least as old as the window, if there is one.
        while (samples.size() > 2 && sample.atNanos() - second().atNanos() >= LENGTH.toNanos()) {
            samples.removeFirst();
        }
        if (sample.atNanos() - samples.getFirst().atNanos() > MAX_AGE.toNanos()) {
            samples.removeFirst();
        }
    }

    private MeterSample second() {
        var all = samples.iterator();
        all.next();
        return all.next();
    }

    private double seconds() {
        return (double) (samples.getLast().atNanos() - samples.getFirst().atNanos()) / TimeUnit.SECONDS.toNanos(1);
    }

    /** How the projections were when the window begins. */
    Map<String, MeterSample.Lag> lagBefore() {
        return samples.size() < 2 ? Map.of() : samples.getFirst().projections();
    }

    Requests requests() {
        double seconds = seconds();
        if (seconds <= 0) {
            return Requests.UNKNOWN;
        }
        double count = samples.getLast().requests() - samples.getFirst().requests();
        Map<Double, Double> buckets =
                difference(samples.getLast().buckets(), samples.getFirst().buckets());
        return new Requests(
                Math.max(1, Math.round(seconds)),
                rounded(count / seconds),
                quantile(0.5, count, buckets),
                quantile(0.95, count, buckets),
                quantile(0.99, count, buckets));
    }

    private static Map<Double, Double> difference(Map<Double, Double> now, Map<Double, Double> before) {
        Map<Double, Double> difference = new TreeMap<>();
        now.forEach((key, value) -> difference.put(key, value - before.getOrDefault(key, 0.0)));
        return difference;
    }

    /**
     * As if the requests of a bucket were spread evenly over it.
     *
     * @param buckets requests that took at most so many milliseconds
     * @return milliseconds; the largest bound for requests beyond it
     */
    static @Nullable Double quantile(double quantile, double count, Map<Double, Double> buckets) {
        if (count <= 0 || buckets.isEmpty()) {
            return null;
        }
        double rank = quantile * count;
        double lowerBound = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : new TreeMap<>(buckets).entrySet()) {
            double within = bucket.getValue() - below;
            if (bucket.getValue() >= rank && within > 0) {
                return rounded(lowerBound + (bucket.getKey() - lowerBound) * (rank - below) / within);
            }
            lowerBound = bucket.getKey();
            below = Math.max(below, bucket.getValue());
        }
        return rounded(lowerBound);
    }

    List<CacheLevel> cache() {
        List<CacheLevel> levels = new ArrayList<>();
        Map<String, Double> hitsBefore = samples.getFirst().hits();
        Map<String, Double> missesBefore = samples.getFirst().misses();
        samples.getLast().hits().forEach((level, value) -> {
            long hits = Math.round(value - hitsBefore.getOrDefault(level, 0.0));
            long misses = Math.round(
                    samples.getLast().misses().getOrDefault(level, 0.0) - missesBefore.getOrDefault(level, 0.0));
            Double share = hits + misses == 0 ? null : rounded((double) hits / (hits + misses));
            levels.add(new CacheLevel(level, hits, misses, share));
        });
        levels.sort(Comparator.comparingInt(level -> order(level.level())));
        return levels;
    }

    /** In the order in which they are asked. */
    private static int order(String level) {
        return List.of("process", "redis", "mongodb").indexOf(level);
    }

    /** The most frequent ones first. */
    List<ErrorRate> errors() {
        double seconds = seconds();
        Map<String, Double> before = samples.getFirst().problems();
        List<ErrorRate> errors = new ArrayList<>();
        samples.getLast().problems().forEach((code, value) -> {
            double count = value - before.getOrDefault(code, 0.0);
            if (count > 0 && seconds > 0) {
                errors.add(new ErrorRate(code, rounded(count / seconds * SECONDS_PER_MINUTE)));
            }
        });
        errors.sort(Comparator.comparingDouble(ErrorRate::perMinute).reversed().thenComparing(ErrorRate::code));
        return List.copyOf(errors.subList(0, Math.min(MAX_CODES, errors.size())));
    }

    private static Double rounded(double value) {
        return Math.round(value * ROUNDING) / ROUNDING;
    }
}
