package stockledger.query.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way along an aisle: from where, in which order, and what it takes.
 *
 * @param aisles one; or two, of which what stands in both is taken
 * @param ranking the order
 * @param falling whether the last comes first
 * @param side null for both
 * @param after the place of the last item of the page before; null for the first page
 * @param least least amount; null for any
 * @param greatest greatest amount; null for any
 * @param most most items
 */
public record RangeQuery(
        List<String> aisles,
        ListEntry.SortOrder ranking,
        boolean falling,
        ListEntry.@Nullable Side side,
        @Nullable String after,
        @Nullable String least,
        @Nullable String greatest,
        int most) {

    /** By price the amount begins the place, so what it may be is a stretch of the aisle. */
    private boolean isStretch() {
        return ranking == ListEntry.SortOrder.PRICE;
    }

    /** The place that the stretch begins with, or nothing. */
    String from() {
        return isStretch() && least != null ? least : "";
    }

    /** What no place of the stretch reaches, or nothing. */
    String until() {
        return isStretch() && greatest != null ? greatest + "\u0002" : "";
    }

    /** Whether amounts have to be looked at one by one. */
    boolean isPicked() {
        return !isStretch() && (least != null || greatest != null);
    }
}
