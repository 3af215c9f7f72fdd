package stockledger.query.availability;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.CachedResponse;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuResponse;
import stockledger.query.sku.SkuState;

/** The availability of one SKU as a cached response. */
@Component
class AvailabilityResponse implements SkuResponse {

    @Override
    public String kind() {
        return "availability";
    }

    @Override
    public @Nullable CachedResponse render(VersionedDocument<SkuState> stored) {
        return AvailabilityItem.render(stored);
    }
}
