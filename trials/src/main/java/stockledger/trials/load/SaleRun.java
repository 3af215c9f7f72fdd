package stockledger.trials.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import stockledger.trials.client.RetryingClient;

/** One sale from its opening to the verdict, and the rival beside it. */
final class SaleRun {

    private static final int HOLD_SECONDS = 86_400;

    private final String trial;
    private final Target target;
    private final SaleOptions options;
    private final PrintWriter progress;
    private final RetryingClient caller;

    SaleRun(String trial, Target target, SaleOptions options, PrintWriter progress) {
        this.trial = trial;
        this.target = target;
        this.options = options;
        this.progress = progress;
        this.caller = target.caller();
    }

    SaleReport run(Sale sale) throws IOException, SQLException {
        // First, while the service has nothing to do: afterwards it is still folding what was sold.
        List<RivalLine> rivals = rivals(sale);
        Opening opening = new Opening(caller);
        int warmUp = options.warmUp();
        if (warmUp > 0) {
            say("warming up");
            Sale first = Sale.ofOne(sale.location(), sale.skus().get(0) + "-warm-up", warmUp, warmUp);
            opening.open(first);
            sell(first);
        }
        say("opening the sale");
        opening.open(sale);
        say("selling");
        Reservations asked = sell(sale);
        say("checking");
        List<String> differences = new HeldCheck(sale, asked, caller).differences();
        return new SaleReport(
                trial,
                target.url().toString(),
                options.clients(),
                sale.requests(),
                sale.skus().size(),
                sale.stockEach(),
                warmUp,
                sale.soldInAll(),
                asked.timing(),
                asked.acceptedPerSecond(),
                rivals.stream()
                        .map(rival -> rival.beside(asked.timing().perSecond()))
                        .toList(),
                asked.failures(),
                differences);
    }

    private Reservations sell(Sale sale) throws IOException {
        Reservations asked = new Reservations(sale, target.url(), HOLD_SECONDS);
        new Crowd(target.address(), options.clients(), stockledger.trials.client.RetryPolicy.DEFAULT.responseTimeout())
                .run(asked);
        return asked;
    }

    private List<RivalLine> rivals(Sale sale) throws SQLException {
        List<RivalLine> lines =
                new ArrayList<>(RivalLine.taking(target, sale.skus().size(), progress));
        if (sale.soldInAll() < sale.requests()) {
            lines.addAll(RivalLine.selling(target, sale, progress));
        }
        return lines;
    }

    private void say(String what) {
        progress.println(what);
        progress.flush();
    }
}
