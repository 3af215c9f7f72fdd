package stockledger.trials.acceptance;

import java.util.regex.Pattern;

/** The reason code of an adjustment, derived from its row in the file. */
final class AdjustmentReason {

    static final String RETURN = "return";
    static final String DAMAGED = "damaged";
    static final String SHRINKAGE = "shrinkage";

    private static final Pattern DAMAGE =
            Pattern.compile("damag|broke|crush|crack|rust|wet|mould|faulty|smash|throw", Pattern.CASE_INSENSITIVE);

    private AdjustmentReason() {}

    static String of(DayRow row) {
        if (row.isReturn()) {
            return RETURN;
        }
        return DAMAGE.matcher(row.description()).find() ? DAMAGED : SHRINKAGE;
    }
}
