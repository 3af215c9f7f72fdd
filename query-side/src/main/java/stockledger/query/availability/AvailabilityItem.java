package stockledger.query.availability;

import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.query.cache.Ready;
import stockledger.query.projection.Stored;
import stockledger.query.projection.StoredJson;

/** One SKU's part of an answer. */
record AvailabilityItem(String sku, long available, String status) {

    /** The part ready to send; null when the SKU is not in the catalog. */
    static @Nullable Ready ready(Stored<AvailabilityView> stored) {
        AvailabilityView view = stored.view();
        if (!view.registered()) {
            return null;
        }
        Sku sku = new Sku(stored.key());
        return new Ready(
                stored.revision(),
                stored.versionOf(sku.productStream()),
                stored.versionOf(sku.stockStream()),
                StoredJson.mapper()
                        .writeValueAsBytes(new AvailabilityItem(
                                view.sku(), view.available(), view.status().word())));
    }
}
