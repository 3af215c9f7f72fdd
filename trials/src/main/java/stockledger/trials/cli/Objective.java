package stockledger.trials.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A service level objective and the measured figure.
 *
 * @param measured null if it was not measured
 * @param unit empty for a ratio
 * @param atLeast whether the bound is a minimum; else it is a maximum
 */
public record Objective(String name, @Nullable Double measured, String unit, boolean atLeast, double bound) {

    public static final String TABLE_HEADER = "| objective | measured | bound | met |";

    public static Objective atLeast(String name, @Nullable Double measured, double bound) {
        return new Objective(name, measured, "", true, bound);
    }

    public static Objective atMost(String name, @Nullable Double measured, String unit, double bound) {
        return new Objective(name, measured, unit, false, bound);
    }

    /** Adds the table of some objectives to a report. */
    public static void table(List<String> lines, List<Objective> objectives) {
        Markdown.table(lines, TABLE_HEADER);
        objectives.forEach(objective -> lines.add("| " + objective.name + " | "
                + (objective.measured == null ? "not measured" : objective.text(objective.measured)) + " | "
                + (objective.atLeast ? "at least " : "at most ") + objective.text(objective.bound) + " | "
                + objective.verdict() + " |"));
    }

    /** Whether the bound is met; also true if nothing was measured. */
    @JsonProperty("met")
    public boolean isMet() {
        return measured == null || (atLeast ? measured >= bound : measured <= bound);
    }

    public String verdict() {
        return measured == null ? "–" : isMet() ? "yes" : "**no**";
    }

    private String text(double value) {
        String number = String.format(Locale.ROOT, unit.isEmpty() ? "%.3f" : "%.2f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
