package stockledger.query.inventory;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.sku.ExpectedDelivery;
import stockledger.query.sku.Inbound;
import stockledger.query.sku.SkuState;
import stockledger.query.sku.StockLevel;
import stockledger.query.sku.StockState;
import stockledger.query.sku.UnitsInTransit;

/**
 * Which part of the lists of one SKU's inventory is sent: the next entries of each list after the last ones that were sent.
 * An empty text means that none was sent.
 *
 * @param limit entries of each list
 * @param location the last location sent
 * @param sentAt when the last transfer that was sent to the caller began
 * @param expectedOn the day of the last delivery sent
 */
record InventoryPage(int limit, String location, String sentAt, String transfer, String expectedOn, String delivery) {

    static final InventoryPage FIRST = first(Parameters.MAX_ITEMS);

    private static final String LIST = "inventory";
    private static final int PARTS = 6;

    static InventoryPage first(int limit) {
        return new InventoryPage(limit, "", "", "", "", "");
    }

    /**
     * @param cursor null for the first page
     * @throws stockledger.query.http.QueryProblemException {@code invalid-cursor} when it is not one of this SKU
     */
    static InventoryPage of(Sku sku, int limit, @Nullable String cursor) {
        if (cursor == null) {
            return first(limit);
        }
        List<String> parts = Cursor.read(LIST, PARTS, cursor);
        if (!parts.get(0).equals(sku.value())) {
            throw Cursor.invalid();
        }
        return new InventoryPage(limit, parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5));
    }

    List<StockLevel> levels(StockState stock) {
        return page(stock.levels(), level -> level.locationId().compareTo(location) > 0);
    }

    /** Transfers are in the order they were sent. One that arrived since the last page is no longer among them. */
    List<UnitsInTransit> transfers(Inbound inbound) {
        List<UnitsInTransit> all = inbound.transfers();
        int last = transfer.isEmpty()
                ? -1
                : all.stream().map(UnitsInTransit::id).toList().indexOf(transfer);
        return last >= 0
                ? page(all.subList(last + 1, all.size()), one -> true)
                : page(all, one -> one.sentAt().toString().compareTo(sentAt) >= 0);
    }

    List<ExpectedDelivery> deliveries(Inbound inbound) {
        return new DeliveryPage(limit, expectedOn, delivery).of(inbound.deliveries());
    }

    /** The cursor of the next page; null when this one is the last. */
    @Nullable
    String next(SkuState state) {
        Inbound inbound = state.inbound();
        List<StockLevel> levels = levels(state.stock());
        List<UnitsInTransit> transfers = transfers(inbound);
        List<ExpectedDelivery> deliveries = deliveries(inbound);
        boolean isLast = endsWith(levels, state.stock().levels(), StockLevel::locationId)
                && endsWith(transfers, inbound.transfers(), UnitsInTransit::id)
                && endsWith(deliveries, inbound.deliveries(), ExpectedDelivery::id);
        if (isLast) {
            return null;
        }
        return Cursor.of(
                LIST,
                state.sku(),
                last(levels, location, StockLevel::locationId),
                last(transfers, sentAt, one -> one.sentAt().toString()),
                last(transfers, transfer, UnitsInTransit::id),
                last(deliveries, expectedOn, one -> one.expectedOn().toString()),
                last(deliveries, delivery, ExpectedDelivery::id));
    }

    private <T> List<T> page(List<T> all, Predicate<T> isAfter) {
        return all.stream().filter(isAfter).limit(limit).toList();
    }

    private static <T> boolean endsWith(List<T> page, List<T> all, Function<T, String> id) {
        return page.isEmpty() || last(page, "", id).equals(last(all, "", id));
    }

    private static <T> String last(List<T> page, String otherwise, Function<T, String> value) {
        return page.isEmpty() ? otherwise : value.apply(page.get(page.size() - 1));
    }
}
