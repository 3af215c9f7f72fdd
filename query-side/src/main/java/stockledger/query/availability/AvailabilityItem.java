package stockledger.query.availability;

import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.query.cache.CachedResponse;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuState;

/** The availability of one SKU as it is sent. */
record AvailabilityItem(
        String sku, long available, String status, @Nullable Boolean degraded) {

    /** The status of a SKU that is not in the catalog, or cannot be folded: it does not fail the question about the others. */
    private static final String UNKNOWN = "unknown";

    /** The item of a SKU that is not in the catalog. */
    static byte[] unknown(Sku sku) {
        return StoredJson.mapper().writeValueAsBytes(new AvailabilityItem(sku.value(), 0, UNKNOWN, null));
    }

    /** The item of a SKU whose events cannot be folded up to the instant that was asked for. */
    static byte[] degraded(Sku sku) {
        return StoredJson.mapper().writeValueAsBytes(new AvailabilityItem(sku.value(), 0, UNKNOWN, true));
    }

    /** The rendered item; null when the SKU is not in the catalog. */
    static @Nullable CachedResponse render(VersionedDocument<SkuState> stored) {
        SkuState state = stored.view();
        if (state.catalog() == null) {
            return null;
        }
        Sku sku = new Sku(stored.key());
        boolean degraded = stored.degradedSince() != null;
        return new CachedResponse(
                stored.revision(),
                stored.versionOf(sku.productStream()),
                stored.versionOf(sku.stockStream()),
                degraded,
                StoredJson.mapper()
                        .writeValueAsBytes(new AvailabilityItem(
                                state.sku(), state.sellable(), state.status().jsonName(), degraded ? true : null)));
    }
}
