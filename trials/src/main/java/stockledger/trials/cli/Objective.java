package stockledger.trials.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A service level objective and the measured figure.
 *
 * @param figure null when it was not measured
 * @param unit empty for a ratio
 * @param atLeast whether the bound is a minimum; else it is a maximum
 */
public record Objective(String what, @Nullable Double figure, String unit, boolean atLeast, double bound) {

    public static final String HEAD = "| objective | measured | bound | met |";

    public static Objective atLeast(String what, @Nullable Double figure, double bound) {
        return new Objective(what, figure, "", true, bound);
    }

    public static Objective atMost(String what, @Nullable Double figure, String unit, double bound) {
        return new Objective(what, figure, unit, false, bound);
    }

    /** Adds the table of some objectives to a report. */
    public static void table(List<String> lines, List<Objective> objectives) {
        Markdown.table(lines, HEAD);
        objectives.forEach(objective -> lines.add("| " + objective.what + " | "
                + (objective.figure == null ? "not measured" : objective.text(objective.figure)) + " | "
                + (objective.atLeast ? "at least " : "at most ") + objective.text(objective.bound) + " | "
                + objective.verdict() + " |"));
    }

    /** True when the figure was not measured. */
    @JsonProperty("kept")
    public boolean isMet() {
        return figure == null || (atLeast ? figure >= bound : figure <= bound);
    }

    public String verdict() {
        return figure == null ? "–" : isMet() ? "yes" : "**no**";
    }

    private String text(double value) {
        String number = String.format(Locale.ROOT, unit.isEmpty() ? "%.3f" : "%.2f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
