package stockledger.trials.reads;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How soon changes were shown; its fields are those of the JSON report.
 *
 * @param acknowledged from when a change was due to its acknowledgement
 * @param shown from the acknowledgement to the end of the first answer without a token that shows the change
 * @param withToken questions with the token of the change, asked at once
 * @param notYet of these, those that were answered 503 {@code not-yet-visible}
 * @param older of these, answers that did not show the change
 * @param pages questions in all
 */
record FreshnessReport(
        String at,
        String commandUrl,
        String queryUrl,
        ReadsReport.Machine machine,
        double changesPerSecond,
        double pauseMillis,
        Measured acknowledged,
        Measured shown,
        Measured withToken,
        long notYet,
        List<String> older,
        long pages,
        List<Wanted> wanted) {

    static final String HEAD = "| freshness | how many | p50 ms | p90 ms | p99 ms | p99.9 ms | longest ms |";

    @JsonProperty
    boolean clean() {
        return wanted.stream().allMatch(Wanted::kept)
                && acknowledged.failed() + shown.failed() + withToken.failed() + notYet == 0;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d processors for everything, %s, %s; %.0f changes per s for %.0f s, looked for every %.0f ms.",
                at,
                machine.processors(),
                machine.java(),
                commandUrl.equals(queryUrl) ? "one address for both sides" : "both sides apart",
                changesPerSecond,
                shown.seconds(),
                pauseMillis));
        lines.add("");
        lines.add(ReadsText.WANTED_HEAD);
        lines.add("|---|--:|--:|--:|");
        wanted.forEach(one -> lines.add(
                "| " + one.what() + " | " + one.figureText() + " | " + one.boundText() + " | " + one.verdict() + " |"));
        lines.add("");
        lines.add(HEAD);
        lines.add("|---|--:|--:|--:|--:|--:|--:|");
        lines.add(line("a change, until it is acknowledged", acknowledged));
        lines.add(line("from there, until its page shows it", shown));
        lines.add(line("the page, asked for with the token", withToken));
        lines.add("");
        lines.add(notYet + " questions with a token were told to come back. "
                + (older.isEmpty() ? "None was answered with anything older." : "OLDER: " + older));
        failures(lines, "changes", acknowledged);
        failures(lines, "pages", shown);
        failures(lines, "pages with a token", withToken);
        return lines;
    }

    private static String line(String what, Measured measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %.1f |",
                what,
                measured.answered(),
                measured.p50Millis(),
                measured.p90Millis(),
                measured.p99Millis(),
                measured.p999Millis(),
                measured.maxMillis());
    }

    private static void failures(List<String> lines, String what, Measured measured) {
        measured.failures().forEach((why, many) -> lines.add("FAILED: " + what + ": " + many + " × " + why + "."));
    }
}
