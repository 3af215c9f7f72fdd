package stockledger.trials.acceptance;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.ConsistencyTokens;
import stockledger.trials.client.RequestMetrics;
import stockledger.trials.client.RetryPolicy;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.Unreachable;

/** One run from the first request to the verdict. */
final class ShopDayRun {

    /**
     * What the run is asked to do.
     *
     * @param concurrency pieces of work in flight
     * @param verifyOnly whether the day was played before, so that only the check is due
     */
    record Order(String file, URI url, Names names, int concurrency, boolean verifyOnly, RetryPolicy patience) {}

    private final Order order;
    private final ShopDay day;
    private final ProgressDisplay display;
    private final RequestMetrics measures = new RequestMetrics();

    ShopDayRun(Order order, ShopDay day, ProgressDisplay display) {
        this.order = order;
        this.day = day;
        this.display = display;
    }

    DayReport run() {
        long start = System.nanoTime();
        try {
            FinalCheck.Result checked = playAndCheck();
            boolean clean = DayReport.isClean(measures.all(), checked);
            return report(start, checked, null, clean ? ExitCode.CLEAN : ExitCode.NOT_CLEAN);
        } catch (AlreadyPlayed e) {
            return report(start, null, e.getMessage(), ExitCode.ALREADY_PLAYED);
        } catch (Unreachable e) {
            return report(start, null, e.getMessage(), ExitCode.UNREACHABLE);
        }
    }

    private FinalCheck.Result playAndCheck() {
        Backoff pauses = new Backoff();
        RetryingClient caller = new RetryingClient(List.of(order.url), order.patience, pauses, measures);
        ConsistencyTokens tokens = new ConsistencyTokens();
        Books books = new Books(day, order.names);
        try (Workers workers = new Workers(order.concurrency, pauses, display)) {
            if (!order.verifyOnly) {
                new ShopPlayer(books, caller, tokens, order.patience, pauses).play(workers);
            }
            return new FinalCheck(books, caller, tokens).run(workers);
        }
    }

    private DayReport report(long start, FinalCheck.@Nullable Result checked, @Nullable String failure, int exitCode) {
        return new DayReport(
                order.file,
                order.url.toString(),
                order.names.run(),
                order.concurrency,
                order.verifyOnly,
                day.rows().size(),
                day.dirty(),
                (System.nanoTime() - start) / 1e9,
                measures.all(),
                checked,
                failure,
                exitCode);
    }
}
