package stockledger.query.availability;

import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.query.cache.CachedResponse;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;

/** One SKU's part of an answer. */
record AvailabilityItem(String sku, long available, String status) {

    /** The part ready to send; null when the SKU is not in the catalog. */
    static @Nullable CachedResponse ready(VersionedDocument<AvailabilityView> stored) {
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
                                view.sku(), view.available(), view.status().word())));
    }
}
