package stockledger.query.availability;

import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.query.cache.CachedResponse;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;

/** The availability of one SKU as it is sent. */
record AvailabilityItem(String sku, long available, String status) {

    /** The rendered item; null when the SKU is not in the catalog. */
    static @Nullable CachedResponse render(VersionedDocument<AvailabilityView> stored) {
        AvailabilityView view = stored.view();
        if (!view.registered()) {
            return null;
        }
        Sku sku = new Sku(stored.key());
        return new CachedResponse(
                stored.revision(),
                stored.versionOf(sku.productStream()),
                stored.versionOf(sku.stockStream()),
                StoredJson.mapper()
                        .writeValueAsBytes(new AvailabilityItem(
                                view.sku(), view.available(), view.status().jsonName())));
    }
}
