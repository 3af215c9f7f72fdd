package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import stockledger.trials.catalog.Catalog;

/**
 * The service beside what joins tables for every page: both are asked, in turns, as often per second as the tables can
 * barely answer.
 */
final class BesideTables {

    /** Of their full speed, in percent: tried from the largest on, and between the last two then. */
    private static final int MOST = 95;

    private static final int LEAST = 5;
    private static final int STEP = 5;

    /** Of what was asked in a while, what must have been answered in it. */
    private static final double KEEPS_UP = 0.98;

    private final ReadsOptions options;
    private final Timeline timeline;
    private final Catalog catalog;
    private final Asked.Span span;

    BesideTables(ReadsOptions options, Timeline timeline, Catalog catalog) {
        this.options = options;
        this.timeline = timeline;
        this.catalog = catalog;
        this.span = Asked.Span.of(options.seconds);
    }

    ReadsReport.Tables run(URI url, Asked service) throws IOException {
        Requests requests = new Requests(url);
        Asked tables = Asked.http(requests.address(), new ShopQuestions(requests, catalog, options.skew).pages());
        timeline.phase(
                "warming up: joined tables",
                () -> tables.asMuchAsCanBe(options.connections, Asked.Span.of(options.warmSeconds), null));
        List<ReadsReport.Side> rounds = new ArrayList<>();
        for (int round = 1; round <= options.rounds; round++) {
            // In each round anew: what they barely held a minute ago may be little by now.
            double peak = peak(tables, round);
            double rate = rateThatHolds(tables, peak);
            Measured byTables = atRate("joined tables", tables, rate, round);
            rounds.add(new ReadsReport.Side(peak, rate, byTables, atRate("product pages", service, rate, round)));
        }
        return new ReadsReport.Tables(
                rounds,
                Series.median(rounds.stream().map(ReadsReport.Side::ratioOfP99).toList()));
    }

    private double peak(Asked tables, int round) throws IOException {
        Measured full = timeline.phase(
                "joined tables at full speed, round " + round,
                () -> tables.asMuchAsCanBe(options.connections, span, null));
        if (full.failed() > 0 || full.answered() == 0) {
            throw new Refused("the joined tables do not answer: " + full);
        }
        return full.perSecond();
    }

    /** The largest rate at which they barely hold, to a percent: what they take at less is not their limit. */
    private double rateThatHolds(Asked tables, double peak) throws IOException {
        int holding = MOST;
        while (holding > LEAST && !holdAt(holding, tables, peak)) {
            holding -= STEP;
        }
        int failing = Math.min(holding + STEP, MOST);
        while (failing - holding > 1) {
            int middle = (holding + failing) / 2;
            if (holdAt(middle, tables, peak)) {
                holding = middle;
            } else {
                failing = middle;
            }
        }
        return rate(holding, peak);
    }

    private boolean holdAt(int percent, Asked tables, double peak) throws IOException {
        double rate = rate(percent, peak);
        Measured tried = timeline.phase(
                "joined tables at " + percent + " %", () -> tables.atRate(rate, options.connections, span, null));
        return holds(tried, rate);
    }

    private static double rate(int percent, double peak) {
        return Math.max(1, peak * percent / 100);
    }

    static boolean holds(Measured measured, double rate) {
        return measured.unsent() == 0 && measured.failed() == 0 && measured.perSecond() >= KEEPS_UP * rate;
    }

    private Measured atRate(String what, Asked asked, double rate, int round) throws IOException {
        return timeline.phase(
                what + " at " + Math.round(rate) + " per s, round " + round,
                () -> asked.atRate(rate, options.connections, span, null));
    }
}
