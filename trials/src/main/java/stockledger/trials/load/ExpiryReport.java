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
 * @param watched carts that were polled from their deadline on
 * @param worstSeconds their maximal delay
 * @param usualSeconds their median delay
 * @param endedOtherwise carts that did not expire, or by more than one event
 */
record ExpiryReport(
        int held,
        int failed,
        double holdSeconds,
        double overAfterSeconds,
        long stillHeld,
        int watched,
        double worstSeconds,
        double usualSeconds,
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
                SaleReport.text("delay of %d watched: median %.2f s, max %.2f s", watched, usualSeconds, worstSeconds),
                SaleReport.text("after the last deadline: %d units held after %.2f s", stillHeld, overAfterSeconds),
                SaleReport.text("ended otherwise than by expiring once: %d", endedOtherwise),
                clean() ? "clean" : "NOT clean");
    }
}
