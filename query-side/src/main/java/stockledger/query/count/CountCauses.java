package stockledger.query.count;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranks the likely causes of the differences of a count sheet: a pure function of its evidence (ADR 0073). */
final class CountCauses {

    static final int MAX_CAUSES = 5;

    private static final double MIN_SCORE = 0.3;

    /** Orders that are being picked explain the difference: a cause must be better than that. */
    private static final double MIN_SCORE_WHILE_PICKING = 0.85;

    /** A cause that leaves little doubt. */
    private static final double GOOD = 0.8;

    private CountCauses() {}

    /**
     * What is found for one line.
     *
     * @param picking the orders being picked that explain the difference; null for none
     * @param causes the best first
     */
    record Finding(CountedStock stock, Picking.@Nullable Orders picking, List<Cause> causes) {}

    /** The findings in the order of the sheet. */
    static List<Finding> of(List<CountedStock> sheet) {
        ShipmentRules shipments = new ShipmentRules(sheet);
        List<Picking.Orders> picked = new ArrayList<>();
        List<List<Cause>> own = new ArrayList<>();
        List<Boolean> explained = new ArrayList<>();
        for (CountedStock stock : sheet) {
            Picking picking = new Picking(stock, shipments.usualMillis());
            List<Cause> causes = new ArrayList<>();
            if (stock.difference() != 0) {
                Fit fit = new Fit(stock.difference(), picking);
                causes.addAll(ReceiptRules.causes(stock, fit));
                causes.addAll(shipments.causes(stock, fit));
            }
            picked.add(picking.explains(stock.difference()));
            own.add(causes);
            explained.add(causes.stream().anyMatch(cause -> cause.score() >= GOOD));
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < sheet.size(); i++) {
            CountedStock stock = sheet.get(i);
            List<Cause> causes = new ArrayList<>(own.get(i));
            if (stock.difference() != 0) {
                causes.addAll(SwapRules.causes(sheet, i, explained));
            }
            findings.add(new Finding(stock, picked.get(i), best(causes, picked.get(i) != null)));
        }
        return findings;
    }

    private static List<Cause> best(List<Cause> causes, boolean isPicking) {
        double min = isPicking ? MIN_SCORE_WHILE_PICKING : MIN_SCORE;
        return causes.stream()
                .filter(cause -> cause.score() >= min)
                .sorted(Comparator.comparingDouble(Cause::score).reversed())
                .limit(MAX_CAUSES)
                .toList();
    }
}
