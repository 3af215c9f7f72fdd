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
        Measured full = timeline.phase(
                "joined tables at full speed", () -> tables.asMuchAsCanBe(options.connections, span, null));
        if (full.failed() > 0 || full.answered() == 0) {
            throw new Refused("the joined tables do not answer: " + full);
        }
        double peak = full.perSecond();
        double rate = rateThatHolds(tables, peak);
        List<Measured> byTables = new ArrayList<>();
        List<Measured> byService = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= options.rounds; round++) {
            byTables.add(atRate("joined tables", tables, rate, round));
            byService.add(atRate("product pages", service, rate, round));
            ratios.add(byService.get(round - 1).p99Millis()
                    / Math.max(byTables.get(round - 1).p99Millis(), 1e-9));
        }
        return new ReadsReport.Tables(peak, rate, byTables, byService, Series.median(ratios));
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
