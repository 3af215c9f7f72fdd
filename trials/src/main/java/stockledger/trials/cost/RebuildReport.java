package stockledger.trials.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Markdown;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;

/**
 * How long the service takes to rebuild its read models and to start.
 *
 * @param events in the store
 * @param rebuilds one after the other
 * @param starts in their order; empty when the service was not started by the trial
 */
record RebuildReport(
        String at,
        String url,
        Machine machine,
        long events,
        List<Rebuild> rebuilds,
        List<Start> starts,
        List<Objective> objectives)
        implements TrialReport {

    static final String REBUILDS_HEADER = "| rebuild of | s | events per s |";
    static final String STARTS_HEADER = "| start | events | s until ready | peak resident MB |";

    static final String AS_FOUND = "with the data folder as found";
    static final String AFTER_SIGTERM = "after SIGTERM";
    static final String AFTER_KILL = "after kill -9";

    /** 1,000,000 events in 40 s. */
    private static final double MIN_EVENTS_PER_SECOND = 25_000;

    private static final double MAX_SECONDS_AFTER_SIGTERM = 20;
    private static final double MAX_SECONDS_AFTER_KILL = 60;

    /** From the request until the new read model is served and contains every event. */
    record Rebuild(String name, double seconds) {}

    /**
     * From the start of the process until it is ready.
     *
     * @param peakResidentBytes of its own process, without the stores; null where Linux does not report it
     */
    record Start(
            String kind,
            long events,
            double seconds,
            @Nullable Long peakResidentBytes) {}

    static RebuildReport of(
            String at, String url, Machine machine, long events, List<Rebuild> rebuilds, List<Start> starts) {
        double seconds = rebuilds.stream().mapToDouble(Rebuild::seconds).sum();
        return new RebuildReport(
                at,
                url,
                machine,
                events,
                rebuilds,
                starts,
                List.of(
                        new Objective(
                                "events into all read models",
                                events == 0 ? null : events / seconds,
                                "per s",
                                true,
                                MIN_EVENTS_PER_SECOND),
                        Objective.atMost(
                                "start after SIGTERM", seconds(starts, AFTER_SIGTERM), "s", MAX_SECONDS_AFTER_SIGTERM),
                        Objective.atMost(
                                "start after kill -9", seconds(starts, AFTER_KILL), "s", MAX_SECONDS_AFTER_KILL)));
    }

    private static @Nullable Double seconds(List<Start> starts, String kind) {
        return starts.stream()
                .filter(start -> start.kind.equals(kind))
                .map(Start::seconds)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean clean() {
        return objectives.stream().allMatch(Objective::isMet);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%s, %d processors for everything, %s; %,d events.", at, machine.processors(), machine.java(), events));
        Objective.table(lines, objectives);
        Markdown.table(lines, REBUILDS_HEADER);
        rebuilds.forEach(rebuild -> lines.add(row(rebuild.name, rebuild.seconds)));
        lines.add(row("all", rebuilds.stream().mapToDouble(Rebuild::seconds).sum()));
        if (!starts.isEmpty()) {
            Markdown.table(lines, STARTS_HEADER);
            starts.forEach(start -> lines.add(text(
                    "| %s | %,d | %.1f | %s |",
                    start.kind, start.events, start.seconds, megabytes(start.peakResidentBytes))));
        }
        return lines;
    }

    private String row(String name, double seconds) {
        return text("| %s | %.1f | %,.0f |", name, seconds, events / seconds);
    }

    private static String megabytes(@Nullable Long bytes) {
        return bytes == null ? "–" : text("%,.0f", bytes / 1e6);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
