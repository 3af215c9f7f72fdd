package stockledger.trials.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RetryingClient;

/** A sale from its setup to the check, and the baseline beside it. */
abstract class SaleCommand extends TrialCommand {

    static final String LOCATION = "LOAD";

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

    @Mixin
    private TargetOption target = new TargetOption();

    @Mixin
    private BaselineOptions baseline = new BaselineOptions();

    @Option(
            names = "--clients",
            defaultValue = "64",
            description = "connections, each one request at a time, 1 to 1024")
    private int clients;

    @Option(names = "--requests", defaultValue = "200000", description = "requests in all, 1 to 100000000")
    private int requests;

    @Option(names = "--warm-up", defaultValue = "10000", description = "requests before, not counted, 0 to 1000000")
    private int warmUp;

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--clients", clients, 1, 1024)
                .range("--requests", requests, 1, 100_000_000)
                .range("--warm-up", warmUp, 0, 1_000_000);
        baseline.check(checks);
    }

    final int requests() {
        return requests;
    }

    final SaleReport run(String trial, Sale sale) throws IOException {
        // The baseline comes first: after the sale the service is still projecting its events.
        List<BaselineResult> baselines =
                new ArrayList<>(baseline.measure(sale.skus().size(), this::progress));
        if (sale.totalSold() < sale.requests()) {
            baselines.addAll(baseline.measure(sale, this::progress));
        }
        RetryingClient client = new RetryingClient(target.url());
        SaleSetup setup = new SaleSetup(client);
        if (warmUp > 0) {
            progress("warming up");
            Sale first = Sale.ofOne(sale.location(), sale.skus().get(0) + "-warm-up", warmUp, warmUp);
            setup.create(first);
            sell(first);
        }
        progress("setting up the sale");
        setup.create(sale);
        progress("selling");
        ReservationRequests sold = sell(sale);
        progress("checking");
        List<String> differences = new StockCheck(sale, sold, client).differences();
        return new SaleReport(
                trial,
                target.url().toString(),
                clients,
                sale.requests(),
                sale.skus().size(),
                sale.stockEach(),
                warmUp,
                sale.totalSold(),
                sold.stats(),
                sold.acceptedPerSecond(),
                BaselineResult.compared(baselines, sold.stats().perSecond()),
                sold.stats().failures().entrySet().stream()
                        .map(failure -> failure.getValue() + " × " + failure.getKey())
                        .toList(),
                differences);
    }

    private ReservationRequests sell(Sale sale) throws IOException {
        ReservationRequests reservations = new ReservationRequests(sale, target.url());
        HttpLoadClient.run(
                RESPONSE_TIMEOUT, Workload.http(new HttpRequests(target.url()).address(), clients, reservations));
        return reservations;
    }
}
