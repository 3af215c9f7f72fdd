package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The same thing measured once in each round, beside the limit of that round. */
final class Series {

    private final String name;
    private final List<Measured> rounds = new ArrayList<>();
    private final List<Double> ofLimit = new ArrayList<>();

    Series(String name) {
        this.name = name;
    }

    /**
     * In the middle of what was measured.
     *
     * @param ofLimit answers per second over those of the constant answer, measured moments before
     */
    record Row(
            String name,
            double perSecond,
            double ofLimit,
            double p50Millis,
            double p99Millis,
            double bytesEach,
            List<Double> perSecondByRound,
            TreeMap<String, Long> failures) {

        Row named(String other) {
            return new Row(other, perSecond, ofLimit, p50Millis, p99Millis, bytesEach, perSecondByRound, failures);
        }
    }

    void add(Measured measured, double limitPerSecond) {
        rounds.add(measured);
        ofLimit.add(measured.perSecond() / Math.max(limitPerSecond, 1e-9));
    }

    String name() {
        return name;
    }

    double ofLimit() {
        return median(ofLimit);
    }

    double perSecond() {
        return median(Measured::perSecond);
    }

    private double median(ToDoubleFunction<Measured> figure) {
        return median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    Row row() {
        TreeMap<String, Long> failures = new TreeMap<>();
        rounds.forEach(round -> round.failures().forEach((why, many) -> failures.merge(why, many, Long::sum)));
        return new Row(
                name,
                perSecond(),
                ofLimit(),
                median(Measured::p50Millis),
                median(Measured::p99Millis),
                median(Measured::bytesEach),
                rounds.stream().map(Measured::perSecond).toList(),
                failures);
    }

    /** The one in the middle, or between the two in the middle; 0 of none. */
    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        if (sorted.isEmpty()) {
            return 0;
        }
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
