package stockledger.trials.acceptance;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.cli.ExitCode;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.ConsistencyTokens;
import stockledger.trials.client.RequestMetrics;
import stockledger.trials.client.RetryPolicy;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.Unreachable;

/** One run: replays the day and checks the service. */
final class ShopDayRun {

    /**
     * Options of the run.
     *
     * @param concurrency number of workers
     * @param verifyOnly only check a day that was replayed before
     */
    record Options(
            String file, URI url, RunNames names, int concurrency, boolean verifyOnly, RetryPolicy retryPolicy) {}

    private final Options options;
    private final ShopDay day;
    private final ProgressDisplay display;
    private final RequestMetrics metrics = new RequestMetrics();

    ShopDayRun(Options options, ShopDay day, ProgressDisplay display) {
        this.options = options;
        this.day = day;
        this.display = display;
    }

    DayReport run() {
        long start = System.nanoTime();
        try {
            FinalCheck.Result checked = replayAndCheck();
            boolean clean = DayReport.isClean(metrics.all(), checked);
            return report(start, checked, null, clean ? ExitCode.CLEAN : ExitCode.NOT_CLEAN);
        } catch (AlreadyReplayedException e) {
            return report(start, null, e.getMessage(), ExitCode.ALREADY_REPLAYED);
        } catch (Unreachable e) {
            return report(start, null, e.getMessage(), ExitCode.UNREACHABLE);
        }
    }

    private FinalCheck.Result replayAndCheck() {
        Backoff backoff = new Backoff();
        RetryingClient client = new RetryingClient(List.of(options.url), options.retryPolicy, backoff, metrics);
        ConsistencyTokens tokens = new ConsistencyTokens();
        LedgerFold fold = new LedgerFold(day, options.names);
        try (Workers workers = new Workers(options.concurrency, backoff, display)) {
            if (!options.verifyOnly) {
                new ShopDayReplay(fold, client, tokens, options.retryPolicy, backoff).replay(workers);
            }
            return new FinalCheck(fold, client, tokens).run(workers);
        }
    }

    private DayReport report(long start, FinalCheck.@Nullable Result checked, @Nullable String failure, int exitCode) {
        return new DayReport(
                options.file,
                options.url.toString(),
                options.names.run(),
                options.concurrency,
                options.verifyOnly,
                day.rows().size(),
                day.invalid(),
                (System.nanoTime() - start) / 1e9,
                metrics.all(),
                checked,
                failure,
                exitCode);
    }
}
