package stockledger.trials.reads;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the service wants to reach, and what it reached.
 *
 * @param figure null when it was not measured
 * @param unit empty for a ratio
 * @param atLeast whether the bound is the least that is wanted; else it is the most
 */
record Wanted(String what, @Nullable Double figure, String unit, boolean atLeast, double bound) {

    static Wanted atLeast(String what, @Nullable Double figure, double bound) {
        return new Wanted(what, figure, "", true, bound);
    }

    static Wanted atMost(String what, @Nullable Double figure, String unit, double bound) {
        return new Wanted(what, figure, unit, false, bound);
    }

    /** Whether it is so, or nobody can say. */
    @JsonProperty
    boolean kept() {
        return figure == null || (atLeast ? figure >= bound : figure <= bound);
    }

    String figureText() {
        return figure == null ? "not measured" : text(figure);
    }

    String boundText() {
        return (atLeast ? "at least " : "at most ") + text(bound);
    }

    String verdict() {
        return figure == null ? "–" : kept() ? "yes" : "**no**";
    }

    private String text(double value) {
        String number = String.format(Locale.ROOT, unit.isEmpty() ? "%.3f" : "%.2f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
