package stockledger.trials.reads;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a run found out; its fields are those of the JSON report.
 *
 * @param rows what was measured at full speed, round by round beside the limit
 * @param loads the pages, with changes, at shares of their own full speed
 * @param tables the pages beside those that are joined from tables; null when that was left out
 */
record ReadsReport(
        String at,
        String url,
        Machine machine,
        Sizes sizes,
        List<Wanted> wanted,
        List<Series.Row> rows,
        List<Load> loads,
        @Nullable Tables tables,
        List<CacheWatch.Look> cache,
        List<Timeline.Phase> phases) {

    /** Where all of it ran, the one who asks included. */
    record Machine(int processors, String system, String java) {

        static Machine here() {
            return new Machine(
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        }
    }

    /** How large it all was. */
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
     * Questions at a fixed rate.
     *
     * @param ofPeak share of what the same questions reach at full speed
     */
    record Load(String what, double ofPeak, double rate, Measured measured) {}

    /**
     * The pages at the rate that the tables barely hold, round by round.
     *
     * @param ratioOfP99 the service's over that of the tables, the median of the rounds
     */
    record Tables(List<Side> rounds, double ratioOfP99) {

        private Stream<Measured> all() {
            return rounds.stream().flatMap(round -> Stream.of(round.byTables(), round.byService()));
        }
    }

    /**
     * Both in one round.
     *
     * @param peakPerSecond what the tables reached at full speed
     * @param ratePerSecond what they barely held just before
     * @param byTables at that rate
     * @param byService at that rate
     */
    record Side(double peakPerSecond, double ratePerSecond, Measured byTables, Measured byService) {

        double ratioOfP99() {
            return byService.p99Millis() / Math.max(byTables.p99Millis(), 1e-9);
        }
    }

    @JsonProperty
    boolean clean() {
        return failures() == 0 && wanted.stream().allMatch(Wanted::kept);
    }

    private long failures() {
        long atPeak = rows.stream()
                .flatMap(row -> row.failures().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        Stream<Measured> beside = tables == null ? Stream.of() : tables.all();
        Stream<Measured> all = Stream.concat(loads.stream().map(Load::measured), beside);
        return atPeak + all.mapToLong(Measured::failed).sum();
    }
}
