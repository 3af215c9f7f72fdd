package stockledger.query.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.query.http.Cursor;
import stockledger.query.sku.ExpectedDelivery;

/**
 * Which of a SKU's expected deliveries are sent: the next ones after the last that was sent, by day and id.
 *
 * @param expectedOn its day; empty for the first page
 * @param id its id; empty for the first page
 */
record DeliveryPage(int limit, String expectedOn, String id) {

    private static final String LIST = "deliveries";
    private static final int PARTS = 3;

    /**
     * @param cursor null for the first page
     * @throws stockledger.query.http.QueryProblemException {@code invalid-cursor} when it is not one of this SKU
     */
    static DeliveryPage of(Sku sku, int limit, @Nullable String cursor) {
        if (cursor == null) {
            return new DeliveryPage(limit, "", "");
        }
        List<String> parts = Cursor.read(LIST, PARTS, cursor);
        if (!parts.get(0).equals(sku.value())) {
            throw Cursor.invalid();
        }
        return new DeliveryPage(limit, parts.get(1), parts.get(2));
    }

    /** The page of these deliveries, which are sorted by day and id. */
    List<ExpectedDelivery> of(List<ExpectedDelivery> all) {
        return all.stream().filter(this::isAfter).limit(limit).toList();
    }

    /** The cursor of the next page; null when this one is the last. */
    @Nullable
    String next(String sku, List<ExpectedDelivery> all) {
        List<ExpectedDelivery> page = of(all);
        ExpectedDelivery last = page.isEmpty() ? null : page.get(page.size() - 1);
        return last == null || last.equals(all.get(all.size() - 1))
                ? null
                : Cursor.of(LIST, sku, last.expectedOn().toString(), last.id());
    }

    private boolean isAfter(ExpectedDelivery one) {
        int day = one.expectedOn().toString().compareTo(expectedOn);
        return day > 0 || day == 0 && one.id().compareTo(id) > 0;
    }
}
