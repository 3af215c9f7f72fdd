package stockledger.trials.load;

import java.util.List;
import stockledger.trials.cli.TrialReport;

/**
 * How a burst of carts that nobody bought expired.
 *
 * @param held carts that were held
 * @param failed carts that could not be held
 * @param holdSeconds how long holding them took
 * @param overAfterSeconds after the last deadline, until no unit was held; the timeout when some still were
 * @param stillHeld units held at that time
 * @param polled carts that were polled from their deadline on
 * @param maxDelaySeconds their maximal delay
 * @param medianDelaySeconds their median delay
 * @param endedOtherwise carts that did not expire, or by more than one event
 */
record ExpiryReport(
        int held,
        int failed,
        double holdSeconds,
        double overAfterSeconds,
        long stillHeld,
        int polled,
        double maxDelaySeconds,
        double medianDelaySeconds,
        int endedOtherwise)
        implements TrialReport {

    @Override
    public boolean clean() {
        return failed == 0 && stillHeld == 0 && endedOtherwise == 0;
    }

    @Override
    public List<String> lines() {
        double rate = holdSeconds == 0 ? 0 : held / holdSeconds;
        return List.of(
                SaleReport.text(
                        "held %d carts in %.1f s (%.0f/s), %d could not be held", held, holdSeconds, rate, failed),
                SaleReport.text(
                        "delay of %d polled carts: median %.2f s, max %.2f s",
                        polled, medianDelaySeconds, maxDelaySeconds),
                SaleReport.text("after the last deadline: %d units held after %.2f s", stillHeld, overAfterSeconds),
                SaleReport.text("ended otherwise than by expiring once: %d", endedOtherwise),
                clean() ? "clean" : "NOT clean");
    }
}
