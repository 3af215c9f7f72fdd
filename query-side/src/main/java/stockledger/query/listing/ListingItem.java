package stockledger.query.listing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.query.cache.ListEntry;
import stockledger.query.cache.ListEntry.Side;
import stockledger.query.cache.ListEntry.SortPositions;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;

/** One product in a list, in the members and order that callers see. */
record ListingItem(
        String sku,
        String name,
        @Nullable String brand,
        @Nullable String category,
        Money price,
        @Nullable String image,
        Availability availability) {

    private static final byte[] NOTHING = {};

    record Availability(String status, long available) {}

    /** The product as lists keep it ready. */
    static ListEntry placed(VersionedDocument<ListingView> stored) {
        ListingView view = stored.view();
        Sku sku = new Sku(stored.key());
        ListingView.Card card = view.card();
        return new ListEntry(
                stored.key(),
                stored.revision(),
                stored.versionOf(sku.productStream()),
                stored.versionOf(sku.stockStream()),
                card == null ? null : stand(view, card),
                card == null ? NOTHING : body(view, card));
    }

    /** What is sent of a product that the catalog knows. */
    static byte[] body(ListingView view, ListingView.Card card) {
        return StoredJson.mapper()
                .writeValueAsBytes(new ListingItem(
                        view.sku(),
                        card.name(),
                        card.brand(),
                        card.category(),
                        card.price(),
                        card.image(),
                        new Availability(view.status().word(), view.available())));
    }

    private static SortPositions stand(ListingView view, ListingView.Card card) {
        List<String> aisles = new ArrayList<>();
        aisles.add(Facets.CATALOG);
        view.categories().forEach(category -> aisles.add(Facets.ofCategory(category)));
        if (card.brand() != null) {
            aisles.add(Facets.ofBrand(card.brand()));
        }
        return new SortPositions(
                ListingView.digits(view.priceUnits()),
                view.inStock() ? Side.FRONT : Side.BACK,
                List.of(view.byName(), view.byPrice(), view.byUpdated()),
                aisles,
                Facets.marks(view, card));
    }
}
