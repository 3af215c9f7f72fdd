package stockledger.query.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import stockledger.events.ConsistencyToken;
import stockledger.web.StockledgerHeaders;

/**
 * The {@code Cache-Control} of answers that HTTP caches may keep for a short time. An answer to a query with a
 * consistency token is never served from an HTTP cache.
 */
public final class CacheControl {

    /** Of answers as of a past instant: they are asked for once. */
    public static final String NOT_STORED = "no-store";

    private static final String REVALIDATE = "no-cache";

    private final String withoutToken;

    /** @param isPublic whether shared caches may keep the answers, or only those of each caller */
    CacheControl(HttpSettings settings, boolean isPublic) {
        this.withoutToken = settings.maxAge().isZero()
                ? REVALIDATE
                : (isPublic ? "public" : "private") + ", max-age="
                        + settings.maxAge().toSeconds() + ", stale-while-revalidate="
                        + settings.staleWhileRevalidate().toSeconds();
    }

    /** The header of an answer to a query without a token. */
    public String withoutToken() {
        return withoutToken;
    }

    /** Begins a 200 answer. */
    public ResponseEntity.BodyBuilder ok(ConsistencyToken token) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, token.versions().isEmpty() ? withoutToken : REVALIDATE)
                .header(HttpHeaders.VARY, StockledgerHeaders.CONSISTENCY_TOKEN);
    }
}
