package stockledger.query.availability;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.InvalidationEvents;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;

/**
 * The end of an answer: until when it is complete. Items have no time of their own, since one that has not changed stays cached
 * when its SKU's other numbers change.
 */
@Component
class AvailabilityTail {

    private final ServedDocuments<SkuState> documents;
    private final Duration maxStaleness;
    private volatile @Nullable Rendered rendered;

    private record Rendered(@Nullable Instant completeUntil, byte[] bytes) {}

    AvailabilityTail(SkuProjection projection, ReadModels models, InvalidationEvents invalidations) {
        this.documents = models.of(projection);
        this.maxStaleness = invalidations.maxStaleness();
    }

    /** To be read before the items. */
    byte[] read() {
        Instant until = documents.completeUntil();
        Rendered last = rendered;
        if (last == null || until != last.completeUntil()) {
            last = new Rendered(until, until == null ? bytes(null) : bytes(until.minus(maxStaleness)));
            rendered = last;
        }
        return last.bytes();
    }

    /** The end of an answer as of a time. */
    static byte[] bytes(@Nullable Instant asOf) {
        return (asOf == null ? "]}" : "],\"asOf\":\"" + asOf.truncatedTo(ChronoUnit.MILLIS) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
