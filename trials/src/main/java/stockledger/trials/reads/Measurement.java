package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Stats;

/** One target measured once in each round, relative to the constant responses of that round. */
final class Measurement {

    private final String name;
    private final TargetSpec target;
    private final TargetSpec.@Nullable Changes changes;
    private final List<Stats> rounds = new ArrayList<>();
    private final List<Double> ratioToConstant = new ArrayList<>();
    private final List<Double> ratioToValve = new ArrayList<>();

    Measurement(String name, TargetSpec target, TargetSpec.@Nullable Changes changes) {
        this.name = name;
        this.target = target;
        this.changes = changes;
    }

    /**
     * The medians of all rounds.
     *
     * @param ratioToConstant throughput over that of Spring MVC's constant response, measured moments before
     * @param ratioToValve the same over that of the valve's constant response
     */
    record Row(
            String name,
            double perSecond,
            double ratioToConstant,
            double ratioToValve,
            double p50Millis,
            double p99Millis,
            double bytesEach,
            List<Double> perSecondByRound,
            TreeMap<String, Long> failures) {

        Row named(String other) {
            return new Row(
                    other,
                    perSecond,
                    ratioToConstant,
                    ratioToValve,
                    p50Millis,
                    p99Millis,
                    bytesEach,
                    perSecondByRound,
                    failures);
        }
    }

    /** Adds a round, in which the constant responses of Spring MVC and of the valve had these rates. */
    void add(Stats round, double constantPerSecond, double valvePerSecond) {
        rounds.add(round);
        ratioToConstant.add(ratio(round, constantPerSecond));
        ratioToValve.add(ratio(round, valvePerSecond));
    }

    private static double ratio(Stats round, double perSecond) {
        return round.perSecond() / Math.max(perSecond, 1e-9);
    }

    String name() {
        return name;
    }

    TargetSpec target() {
        return target;
    }

    TargetSpec.@Nullable Changes changes() {
        return changes;
    }

    boolean isMeasured() {
        return !rounds.isEmpty();
    }

    double ratioToConstant() {
        return median(ratioToConstant);
    }

    double ratioToValve() {
        return median(ratioToValve);
    }

    double perSecond() {
        return median(Stats::perSecond);
    }

    private double median(ToDoubleFunction<Stats> figure) {
        return median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    Row row() {
        TreeMap<String, Long> failures = new TreeMap<>();
        rounds.forEach(round -> round.failures().forEach((reason, count) -> failures.merge(reason, count, Long::sum)));
        return new Row(
                name,
                perSecond(),
                ratioToConstant(),
                ratioToValve(),
                median(Stats::p50Millis),
                median(Stats::p99Millis),
                median(Stats::bytesEach),
                rounds.stream().map(Stats::perSecond).toList(),
                failures);
    }

    /** The mean of the middle two where there is no middle one; 0 of none. */
    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        if (sorted.isEmpty()) {
            return 0;
        }
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
