package stockledger.query.browse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.query.cache.Placed;
import stockledger.query.cache.Placed.Side;
import stockledger.query.cache.Placed.Stand;
import stockledger.query.projection.Stored;
import stockledger.query.projection.StoredJson;

/** One product in a list, in the members and order that callers see. */
record BrowseItem(
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
    static Placed placed(Stored<BrowseView> stored) {
        BrowseView view = stored.view();
        Sku sku = new Sku(stored.key());
        BrowseView.Card card = view.card();
        return new Placed(
                stored.key(),
                stored.revision(),
                stored.versionOf(sku.productStream()),
                stored.versionOf(sku.stockStream()),
                card == null ? null : stand(view, card),
                card == null ? NOTHING : body(view, card));
    }

    /** What is sent of a product that the catalog knows. */
    static byte[] body(BrowseView view, BrowseView.Card card) {
        return StoredJson.mapper()
                .writeValueAsBytes(new BrowseItem(
                        view.sku(),
                        card.name(),
                        card.brand(),
                        card.category(),
                        card.price(),
                        card.image(),
                        new Availability(view.status().word(), view.available())));
    }

    private static Stand stand(BrowseView view, BrowseView.Card card) {
        List<String> aisles = new ArrayList<>();
        aisles.add(Facets.CATALOG);
        view.categories().forEach(category -> aisles.add(Facets.ofCategory(category)));
        if (card.brand() != null) {
            aisles.add(Facets.ofBrand(card.brand()));
        }
        return new Stand(
                BrowseView.digits(view.priceUnits()),
                view.inStock() ? Side.FRONT : Side.BACK,
                List.of(view.byName(), view.byPrice(), view.byUpdated()),
                aisles,
                Facets.marks(view, card));
    }
}
