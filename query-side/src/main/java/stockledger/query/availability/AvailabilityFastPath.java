package stockledger.query.availability;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.fastpath.FastPathSource;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;

/** The availability of some products, when this process has all of it at hand. */
@Component
class AvailabilityFastPath implements FastPathSource {

    private static final String PATH = "/v1/availability";
    private static final String SKU = "sku=";

    private final ServedDocuments<AvailabilityView> views;
    private final TieredCache cache;

    AvailabilityFastPath(AvailabilityProjector projector, ReadModels models, TieredCache cache) {
        this.views = models.of(projector);
        this.cache = cache;
    }

    @Override
    public String route() {
        return PATH;
    }

    @Override
    public @Nullable Answer find(String path, @Nullable String query) {
        if (!path.equals(PATH) || query == null || !views.isCaughtUp()) {
            return null;
        }
        String region = AvailabilityProjector.region(views.epoch());
        ByteArrayOutputStream answer = new ByteArrayOutputStream(query.length() * 4);
        answer.writeBytes(AvailabilityController.HEAD);
        int many = 0;
        int at = 0;
        while (at <= query.length()) {
            int and = query.indexOf('&', at);
            int end = and < 0 ? query.length() : and;
            // What is no SKU, or stands for one in another way, is not kept under any name.
            CachedResponse item = query.startsWith(SKU, at) && many < AvailabilityController.MOST_IN_ADDRESS
                    ? cache.findLocal(region, query.substring(at + SKU.length(), end))
                    : null;
            if (item == null) {
                return null;
            }
            if (many++ > 0) {
                answer.write(',');
            }
            answer.writeBytes(item.body());
            at = end + 1;
        }
        answer.writeBytes(AvailabilityController.TAIL);
        return new Answer(answer.toByteArray(), null, false);
    }
}
