package stockledger.query.listing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.query.listindex.ListEntry;
import stockledger.query.listindex.ListEntry.Placement;
import stockledger.query.listindex.ListEntry.StockState;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.CatalogEntry;
import stockledger.query.sku.ListingKeys;
import stockledger.query.sku.SkuState;

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

    record Availability(
            String status, long available, @Nullable Boolean degraded) {}

    /** The entry of the list index. */
    static ListEntry entry(VersionedDocument<SkuState> stored) {
        SkuState state = stored.view();
        Sku sku = new Sku(stored.key());
        CatalogEntry entry = state.catalog();
        ListingKeys keys = state.keys();
        return new ListEntry(
                stored.key(),
                stored.revision(),
                stored.versionOf(sku.productStream()),
                stored.versionOf(sku.stockStream()),
                entry == null || keys == null ? null : placement(state, entry, keys),
                entry == null ? NO_BODY : body(stored, entry));
    }

    static byte[] body(VersionedDocument<SkuState> stored, CatalogEntry entry) {
        SkuState state = stored.view();
        Boolean degraded = stored.degradedSince() == null ? null : true;
        return StoredJson.mapper()
                .writeValueAsBytes(new ListingItem(
                        state.sku(),
                        entry.name(),
                        entry.brand(),
                        entry.category(),
                        entry.price(),
                        entry.images().isEmpty() ? null : entry.images().get(0),
                        new Availability(state.status().jsonName(), state.sellable(), degraded)));
    }

    private static Placement placement(SkuState state, CatalogEntry entry, ListingKeys keys) {
        List<String> lists = new ArrayList<>();
        lists.add(Facets.CATALOG);
        keys.categories().forEach(category -> lists.add(Facets.ofCategory(category)));
        if (entry.brand() != null) {
            lists.add(Facets.ofBrand(entry.brand()));
        }
        return new Placement(
                keys.price(),
                state.inStock() ? StockState.IN_STOCK : StockState.OUT_OF_STOCK,
                List.of(keys.byName(), keys.byPrice(), keys.byUpdated()),
                lists,
                Facets.of(state.status(), keys.band(), entry.brand()));
    }
}
