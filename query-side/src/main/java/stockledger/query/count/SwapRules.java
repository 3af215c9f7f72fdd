package stockledger.query.count;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import stockledger.query.count.Cause.Kind;

/** Finds two SKUs of a sheet that were confused: one has as many units too many as the other has too few. See ADR 0073. */
final class SwapRules {

    private static final double MIRRORED = 0.55;

    /** A few units are lost at any SKU: two such differences are often unrelated. */
    private static final double FEW_MIRRORED = 0.25;

    private static final int FEW = 2;
    private static final double SIMILAR = 0.25;
    private static final double NEIGHBOUR = 0.1;
    private static final double SHARED_DOCUMENT = 0.15;

    /** For each further SKU with the same difference. */
    private static final double AMBIGUOUS = 0.1;

    private static final double MIN = 0.1;

    /** When one of the two has a good explanation of its own. */
    private static final double EXPLAINED = 0.75;

    private SwapRules() {}

    /**
     * The swaps of one line.
     *
     * @param explained for each line, whether its own events explain it well
     */
    static List<Cause> causes(List<CountedStock> sheet, int index, List<Boolean> explained) {
        CountedStock stock = sheet.get(index);
        List<Integer> mirrored = new ArrayList<>();
        for (int i = 0; i < sheet.size(); i++) {
            CountedStock other = sheet.get(i);
            if (other.difference() == -stock.difference()
                    && other.locationId().equals(stock.locationId())
                    && !other.sku().equals(stock.sku())) {
                mirrored.add(i);
            }
        }
        List<Cause> found = new ArrayList<>();
        for (int i : mirrored) {
            CountedStock other = sheet.get(i);
            double mirror = Math.abs(stock.difference()) <= FEW ? FEW_MIRRORED : MIRRORED;
            double score = mirror - AMBIGUOUS * (mirrored.size() - 1);
            boolean isSimilar = isSimilar(stock.sku(), other.sku());
            boolean shareDocument = !Collections.disjoint(stock.documents(), other.documents());
            score = Math.max(MIN, score)
                    + (isSimilar ? SIMILAR : 0)
                    + (Math.abs(i - index) == 1 ? NEIGHBOUR : 0)
                    + (shareDocument ? SHARED_DOCUMENT : 0);
            if (explained.get(index) || explained.get(i)) {
                score *= EXPLAINED;
            }
            found.add(cause(stock, other, isSimilar, shareDocument).scored(score));
        }
        return found;
    }

    private static Cause cause(CountedStock stock, CountedStock other, boolean isSimilar, boolean shareDocument) {
        long difference = stock.difference();
        String explanation = other.sku() + " differs by as many units the other way at the same location"
                + (isSimilar ? ", and its name is similar" : "")
                + (shareDocument ? ", and a delivery or order moved both" : "")
                + ". One may have been moved or counted as the other.";
        return new Cause(
                Kind.SWAPPED_SKU,
                difference,
                0,
                explanation,
                other.sku(),
                List.of(),
                List.of(
                        Corrections.adjust(stock, stock.sku(), difference, "swapped with " + other.sku()),
                        Corrections.adjust(stock, other.sku(), -difference, "swapped with " + stock.sku())));
    }

    /** Whether one character is another one, is missing, or has changed places with the next one. */
    static boolean isSimilar(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int head = 0;
        while (head < shorter && one.charAt(head) == other.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && one.charAt(one.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        int leftOfOne = one.length() - head - tail;
        int leftOfOther = other.length() - head - tail;
        boolean isTransposed = leftOfOne == 2
                && leftOfOther == 2
                && one.charAt(head) == other.charAt(head + 1)
                && one.charAt(head + 1) == other.charAt(head);
        return head + tail > 1 && (isTransposed || leftOfOne <= 1 && leftOfOther <= 1);
    }
}
