package stockledger.trials.reads;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Stats;

/** Measures all targets at full speed, in rounds: the constant responses first, then the others moments later. */
final class FullSpeedRounds {

    static final String CONSTANT = "constant response";
    static final String VALVE = "constant response of a valve";
    static final String PAGES = "product pages";
    static final String PAGES_WITH_CHANGES = "product pages, with changes";
    static final String LISTS = "lists of 20";
    static final String AVAILABILITY = "availability of 50";

    private final ReadsOptions options;
    private final Timeline timeline;
    private final Measurement constant;
    private final Measurement valve;
    private final List<Measurement> measurements = new ArrayList<>();

    FullSpeedRounds(ReadsOptions options, Timeline timeline, TargetSpec constant, TargetSpec valve) {
        this.options = options;
        this.timeline = timeline;
        this.constant = new Measurement(CONSTANT, constant, null);
        this.valve = new Measurement(VALVE, valve, null);
        measurements.add(this.constant);
        measurements.add(this.valve);
    }

    void add(String name, TargetSpec target) {
        measurements.add(new Measurement(name, target, null));
    }

    void add(String name, TargetSpec target, TargetSpec.Changes changes) {
        measurements.add(new Measurement(name, target, changes));
    }

    Measurement get(String name) {
        return measurements.stream()
                .filter(measurement -> measurement.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no measurement of " + name));
    }

    boolean isMeasured() {
        return constant.isMeasured();
    }

    List<Measurement.Row> rows() {
        return measurements.stream().map(Measurement::row).toList();
    }

    /** Runs the constant responses until their code is compiled. */
    void warmUpConstant() throws IOException {
        measure("warming up: " + CONSTANT, constant, options.warmSeconds() / 2);
        measure("warming up: " + VALVE, valve, options.warmSeconds() / 2);
    }

    /** Runs everything else until code is compiled and caches are filled. */
    void warmUp() throws IOException {
        for (Measurement measurement : measurements) {
            if (measurement == constant || measurement == valve) {
                continue;
            }
            double seconds = measurement.changes() == null ? options.warmSeconds() : options.warmSeconds() / 2;
            measure("warming up: " + measurement.name(), measurement, seconds);
        }
    }

    void run(@Nullable RedisAddress redis) throws IOException {
        if (redis != null) {
            redis.createValue();
            add("GET of raw Redis", redis.get());
        }
        for (int round = 1; round <= options.rounds; round++) {
            List<Stats> measured = new ArrayList<>();
            for (Measurement measurement : measurements) {
                measured.add(measure(measurement.name() + ", round " + round, measurement, options.seconds()));
            }
            double constantPerSecond =
                    measured.get(measurements.indexOf(constant)).perSecond();
            double valvePerSecond = measured.get(measurements.indexOf(valve)).perSecond();
            for (int i = 0; i < measured.size(); i++) {
                measurements.get(i).add(measured.get(i), constantPerSecond, valvePerSecond);
            }
        }
        if (redis != null) {
            redis.deleteValue();
        }
    }

    private Stats measure(String phase, Measurement measurement, double seconds) throws IOException {
        TargetSpec.Span span = TargetSpec.Span.of(seconds);
        return timeline.phase(
                phase, () -> measurement.target().fullSpeed(options.connections(), span, measurement.changes()));
    }
}
