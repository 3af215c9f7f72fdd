package stockledger.trials.load;

import java.util.List;
import java.util.Locale;

/**
 * How a burst of carts that nobody bought came to its end.
 *
 * @param held carts that were held
 * @param failed carts that could not be
 * @param holdSeconds how long it took to hold them
 * @param overAfterSeconds after the last deadline, until no unit was held; what was allowed when some still were
 * @param stillHeld units that were held then
 * @param watched carts that were watched from their deadline on
 * @param worstSeconds longest that one of those was held after its deadline
 * @param usualSeconds half of those were held no longer
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
        int endedOtherwise) {

    boolean isClean() {
        return failed == 0 && stillHeld == 0 && endedOtherwise == 0;
    }

    List<String> lines() {
        return List.of(
                line("held %d carts in %.1f s (%.0f/s), %d could not be held", held, holdSeconds, rate(), failed),
                line("late, of %d watched: half at most %.2f s, worst %.2f s", watched, usualSeconds, worstSeconds),
                line("after the last deadline: %d units held after %.2f s", stillHeld, overAfterSeconds),
                line("ended otherwise than by expiring once: %d", endedOtherwise),
                isClean() ? "clean" : "NOT clean");
    }

    private double rate() {
        return holdSeconds == 0 ? 0 : held / holdSeconds;
    }

    private static String line(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
