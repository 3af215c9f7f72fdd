package stockledger.query.listing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.query.listindex.ListEntry;
import stockledger.query.listindex.ListEntry.SortPositions;
import stockledger.query.listindex.ListEntry.StockState;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;

/** A list item as it is sent; the order of the members is part of the contract. */
record ListingItem(
        String sku,
        String name,
        @Nullable String brand,
        @Nullable String category,
        Money price,
        @Nullable String image,
        Availability availability) {

    private static final byte[] NO_BODY = {};

    record Availability(String status, long available) {}

    /** The entry of the list index. */
    static ListEntry entry(VersionedDocument<ListingView> stored) {
        ListingView view = stored.view();
        Sku sku = new Sku(stored.key());
        ListingView.Card card = view.card();
        return new ListEntry(
                stored.key(),
                stored.revision(),
                stored.versionOf(sku.productStream()),
                stored.versionOf(sku.stockStream()),
                card == null ? null : positions(view, card),
                card == null ? NO_BODY : body(view, card));
    }

    static byte[] body(ListingView view, ListingView.Card card) {
        return StoredJson.mapper()
                .writeValueAsBytes(new ListingItem(
                        view.sku(),
                        card.name(),
                        card.brand(),
                        card.category(),
                        card.price(),
                        card.image(),
                        new Availability(view.status().jsonName(), view.available())));
    }

    private static SortPositions positions(ListingView view, ListingView.Card card) {
        List<String> lists = new ArrayList<>();
        lists.add(Facets.CATALOG);
        view.categories().forEach(category -> lists.add(Facets.ofCategory(category)));
        if (card.brand() != null) {
            lists.add(Facets.ofBrand(card.brand()));
        }
        return new SortPositions(
                ListingView.sortableDigits(view.priceUnits()),
                view.inStock() ? StockState.IN_STOCK : StockState.OUT_OF_STOCK,
                List.of(view.byName(), view.byPrice(), view.byUpdated()),
                lists,
                Facets.of(view, card));
    }
}
