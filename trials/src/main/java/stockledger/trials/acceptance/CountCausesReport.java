package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;

/**
 * How often causes of counts are right.
 *
 * @param lost differences that no recorded event explains
 * @param corrected errors whose corrections made the service agree with the shelves
 */
record CountCausesReport(
        String at,
        String url,
        Machine machine,
        long seed,
        int invoices,
        List<Kind> kinds,
        Silence afterTheDay,
        Silence atTheCount,
        Silence lost,
        int corrections,
        int corrected,
        double sheetMillis,
        List<Objective> objectives,
        List<String> examples)
        implements TrialReport {

    /**
     * Errors of one kind.
     *
     * @param foundAtOnce among the first three when asked at the time of the count
     * @param found among the first three when asked after the work of the day
     * @param first as the first one
     */
    record Kind(String kind, int planted, int foundAtOnce, int found, int first) {}

    /**
     * Counts without a planted error.
     *
     * @param silent for which no cause is shown
     * @param differing that are not what is expected, since orders are being picked
     * @param silentOfDiffering of these, for which no cause is shown
     */
    record Silence(int counts, int silent, int differing, int silentOfDiffering) {

        double share() {
            return counts == 0 ? 1 : silent / (double) counts;
        }

        double shareOfDiffering() {
            return differing == 0 ? 1 : silentOfDiffering / (double) differing;
        }
    }

    @Override
    public boolean clean() {
        return objectives.stream().allMatch(Objective::isMet);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + seed + ", " + invoices + " invoices");
        lines.add("| planted | errors | among the first three | the first | asked at the count |");
        lines.add("|---|---|---|---|---|");
        for (Kind kind : kinds) {
            lines.add("| " + kind.kind + " | " + kind.planted + " | " + kind.found + " | " + kind.first + " | "
                    + kind.foundAtOnce + " |");
        }
        lines.add("");
        lines.add(line("clean counts, asked after the day", afterTheDay));
        lines.add(line("clean counts, asked at the count", atTheCount));
        lines.add(line("units lost without an event", lost));
        lines.add(corrected + " of " + corrections + " errors are corrected by the requests of their cause");
        lines.add(String.format(Locale.ROOT, "a sheet of 200 counts is answered in %.0f ms (p50)", sheetMillis));
        lines.add("");
        Objective.table(lines, objectives);
        lines.addAll(examples);
        return lines;
    }

    private static String line(String name, Silence silence) {
        return String.format(
                Locale.ROOT,
                "%s: no cause for %d of %d (%.1f %%); of %d that differ, for %d",
                name,
                silence.silent,
                silence.counts,
                100 * silence.share(),
                silence.differing,
                silence.silentOfDiffering);
    }
}
