package stockledger.query.availability;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.fastpath.FastPathSource;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;

/** Availability from the local cache, if all requested items are there. */
@Component
class AvailabilityFastPath implements FastPathSource {

    private static final String PATH = "/v1/availability";
    private static final String SKU = "sku=";

    private final ServedDocuments<SkuState> documents;
    private final AvailabilityResponse rendered;
    private final AvailabilityTail tail;
    private final TieredCache cache;

    AvailabilityFastPath(
            SkuProjection projection,
            AvailabilityResponse rendered,
            AvailabilityTail tail,
            ReadModels models,
            TieredCache cache) {
        this.tail = tail;
        this.documents = models.of(projection);
        this.rendered = rendered;
        this.cache = cache;
    }

    @Override
    public String route() {
        return PATH;
    }

    @Override
    public @Nullable Answer find(String path, @Nullable String query) {
        if (!path.equals(PATH) || query == null || !documents.isCaughtUp()) {
            return null;
        }
        byte[] close = tail.read();
        String region = rendered.region(documents.epoch());
        ByteArrayOutputStream answer = new ByteArrayOutputStream(query.length() * 4);
        answer.writeBytes(AvailabilityController.HEAD);
        int count = 0;
        int start = 0;
        while (start <= query.length()) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            // An invalid or percent-encoded SKU is never a key of the cache.
            CachedResponse item = query.startsWith(SKU, start) && count < AvailabilityController.MAX_IN_QUERY
                    ? cache.findLocal(region, query.substring(start + SKU.length(), end))
                    : null;
            if (item == null) {
                return null;
            }
            if (count++ > 0) {
                answer.write(',');
            }
            answer.writeBytes(item.body());
            start = end + 1;
        }
        answer.writeBytes(close);
        return new Answer(answer.toByteArray(), null, false);
    }
}
