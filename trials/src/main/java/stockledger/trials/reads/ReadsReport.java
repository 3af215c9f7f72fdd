package stockledger.trials.reads;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Stats;

/**
 * The result of a read trial.
 *
 * @param rows measured at full speed, each relative to the constant responses of its round
 * @param loads at a fixed rate, a share of the same requests' full speed
 * @param tables the pages beside those joined from tables; null when that was left out
 */
record ReadsReport(
        String at,
        String url,
        Machine machine,
        Sizes sizes,
        List<Objective> objectives,
        List<Measurement.Row> rows,
        List<Load> loads,
        @Nullable Tables tables,
        List<CacheMeterPoller.Sample> cache,
        List<Timeline.Phase> phases)
        implements TrialReport {

    /** The options that determine the size of the trial. */
    record Sizes(
            int products,
            int locations,
            int first,
            double skew,
            int connections,
            double changesPerSecond,
            double seconds,
            double warmSeconds,
            int rounds) {}

    /**
     * Requests at a fixed rate.
     *
     * @param ofPeak share of their throughput at full speed
     */
    record Load(String name, double ofPeak, double rate, Stats measured) {}

    /**
     * The pages at the rate that the tables sustain.
     *
     * @param ratioOfP99 the service's p99 over that of the tables, the median of the rounds
     */
    record Tables(List<TablesRound> rounds, double ratioOfP99) {

        private Stream<Stats> all() {
            return rounds.stream().flatMap(round -> Stream.of(round.byTables(), round.byService()));
        }
    }

    /**
     * Both in one round.
     *
     * @param peakPerSecond the tables' throughput at full speed
     * @param ratePerSecond the rate that they sustained just before
     * @param byTables at that rate
     * @param byService at that rate
     */
    record TablesRound(double peakPerSecond, double ratePerSecond, Stats byTables, Stats byService) {

        double ratioOfP99() {
            return byService.p99Millis() / Math.max(byTables.p99Millis(), 1e-9);
        }
    }

    @Override
    public boolean clean() {
        return failures() == 0 && objectives.stream().allMatch(Objective::isMet);
    }

    private long failures() {
        long atFullSpeed = rows.stream()
                .flatMap(row -> row.failures().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        Stream<Stats> beside = tables == null ? Stream.of() : tables.all();
        Stream<Stats> all = Stream.concat(loads.stream().map(Load::measured), beside);
        return atFullSpeed + all.mapToLong(Stats::failed).sum();
    }

    @Override
    public List<String> lines() {
        return ReadsText.lines(this);
    }
}
