package stockledger.trials.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.KindStats;

/**
 * What differed.
 *
 * @param instants for each SKU
 * @param answers compared
 * @param differences the first ones
 * @param differing how many there were
 */
record PastReport(
        String at,
        String url,
        Machine machine,
        long seed,
        int instants,
        long events,
        int skus,
        int reservations,
        long answers,
        double seconds,
        List<KindStats> requests,
        long differing,
        List<String> differences)
        implements TrialReport {

    @Override
    public boolean clean() {
        return differing == 0;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d answers about the past of %d SKUs and %d reservations, at %d instants each, in %.1f s; %d events",
                answers,
                skus,
                reservations,
                instants,
                seconds,
                events));
        lines.add(differing + " differences");
        lines.addAll(differences);
        return lines;
    }
}
