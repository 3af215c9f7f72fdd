package stockledger.query.sku;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.query.cache.CachedResponse;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.VersionedDocument;

/** A kind of response that is rendered from the state of one SKU whenever it changes, and cached. */
public interface SkuResponse {

    /** Part of the name of its cache regions. */
    String kind();

    /** The rendered response; null when the SKU has none. */
    @Nullable
    CachedResponse render(VersionedDocument<SkuState> stored);

    /** The cache region of an epoch's responses. */
    default String region(Epoch epoch) {
        return SkuProjection.region(kind(), epoch);
    }

    /** The responses of the SKUs that have one. */
    default Map<String, CachedResponse> render(Collection<VersionedDocument<SkuState>> documents) {
        Map<String, CachedResponse> responses = new HashMap<>();
        for (VersionedDocument<SkuState> document : documents) {
            CachedResponse response = render(document);
            if (response != null) {
                responses.put(document.key(), response);
            }
        }
        return responses;
    }
}
