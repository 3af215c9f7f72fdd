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

    /** Shares of their full speed, tried from the largest on. */
    private static final double MOST = 0.95;

    private static final double LEAST = 0.5;
    private static final double STEP = 0.05;

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

    private double rateThatHolds(Asked tables, double peak) throws IOException {
        for (double share = MOST; share > LEAST; share -= STEP) {
            double rate = Math.max(1, peak * share);
            Measured tried = timeline.phase(
                    "joined tables at " + Math.round(share * 100) + " %",
                    () -> tables.atRate(rate, options.connections, span, null));
            if (holds(tried, rate)) {
                return rate;
            }
        }
        return Math.max(1, peak * LEAST);
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
