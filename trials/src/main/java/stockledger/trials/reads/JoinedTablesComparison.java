package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.Stats;

/** Compares the service with pages joined from tables, both at the highest rate that the tables sustain. */
final class JoinedTablesComparison {

    /** Rates in percent of full speed: tried downwards in steps, then by bisection. */
    private static final int MAX_PERCENT = 95;

    private static final int MIN_PERCENT = 5;
    private static final int STEP_PERCENT = 5;

    /** Share of the requests that must be answered within the time in which they are due. */
    private static final double SUSTAINED_SHARE = 0.98;

    private final ReadsOptions options;
    private final Timeline timeline;
    private final Catalog catalog;
    private final TargetSpec.Span span;

    JoinedTablesComparison(ReadsOptions options, Timeline timeline, Catalog catalog) {
        this.options = options;
        this.timeline = timeline;
        this.catalog = catalog;
        this.span = TargetSpec.Span.of(options.seconds());
    }

    ReadsReport.Tables run(URI url, TargetSpec service) throws IOException {
        HttpRequests http = new HttpRequests(url);
        TargetSpec tables = TargetSpec.http(http.address(), new ShopRequests(http, catalog, options.skew).pages());
        timeline.phase(
                "warming up: joined tables",
                () -> tables.fullSpeed(options.connections(), TargetSpec.Span.of(options.warmSeconds()), null));
        List<ReadsReport.TablesRound> rounds = new ArrayList<>();
        for (int round = 1; round <= options.rounds; round++) {
            // The sustained rate drifts within minutes, so each round finds it anew.
            double peak = peak(tables, round);
            double rate = sustainedRate(tables, peak);
            Stats byTables = atRate("joined tables", tables, rate, round);
            Stats byService = atRate("product pages", service, rate, round);
            rounds.add(new ReadsReport.TablesRound(peak, rate, byTables, byService));
        }
        return new ReadsReport.Tables(
                rounds,
                Measurement.median(
                        rounds.stream().map(ReadsReport.TablesRound::ratioOfP99).toList()));
    }

    private double peak(TargetSpec tables, int round) throws IOException {
        Stats full = timeline.phase(
                "joined tables at full speed, round " + round,
                () -> tables.fullSpeed(options.connections(), span, null));
        if (full.failed() > 0 || full.answered() == 0) {
            throw new SetupFailed("the joined tables do not answer: " + full);
        }
        return full.perSecond();
    }

    /** The highest sustained rate, to one percent of the peak. */
    private double sustainedRate(TargetSpec tables, double peak) throws IOException {
        int sustained = MAX_PERCENT;
        while (sustained > MIN_PERCENT && !sustains(sustained, tables, peak)) {
            sustained -= STEP_PERCENT;
        }
        int failing = Math.min(sustained + STEP_PERCENT, MAX_PERCENT);
        while (failing - sustained > 1) {
            int middle = (sustained + failing) / 2;
            if (sustains(middle, tables, peak)) {
                sustained = middle;
            } else {
                failing = middle;
            }
        }
        return rate(sustained, peak);
    }

    private boolean sustains(int percent, TargetSpec tables, double peak) throws IOException {
        double rate = rate(percent, peak);
        Stats stats = timeline.phase(
                "joined tables at " + percent + " %", () -> tables.fixedRate(rate, options.connections(), span, null));
        return isSustained(stats, rate);
    }

    private static double rate(int percent, double peak) {
        return Math.max(1, peak * percent / 100);
    }

    static boolean isSustained(Stats stats, double rate) {
        return stats.unsent() == 0 && stats.failed() == 0 && stats.perSecond() >= SUSTAINED_SHARE * rate;
    }

    private Stats atRate(String name, TargetSpec target, double rate, int round) throws IOException {
        return timeline.phase(
                name + " at " + Math.round(rate) + " per s, round " + round,
                () -> target.fixedRate(rate, options.connections(), span, null));
    }
}
