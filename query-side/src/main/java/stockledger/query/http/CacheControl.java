package stockledger.query.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import stockledger.events.ConsistencyToken;

/**
 * What caches between this service and the one who asks may do with an answer: keep it for a moment, and give it once
 * more while they ask again. A question that carries a token is never answered from what another question left there.
 */
public final class CacheControl {

    static final String TOKEN = "Consistency-Token";
    private static final String ASK_ALWAYS = "no-cache";

    private final String moment;

    CacheControl(HttpSettings settings) {
        this.moment = settings.maxAgeSeconds() == 0
                ? ASK_ALWAYS
                : "public, max-age=" + settings.maxAgeSeconds() + ", stale-while-revalidate="
                        + settings.staleWhileRevalidateSeconds();
    }

    /** What is said with an answer to a question without a token. */
    String moment() {
        return moment;
    }

    /** Begins an answer. */
    public ResponseEntity.BodyBuilder ok(ConsistencyToken token) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, token.versions().isEmpty() ? moment : ASK_ALWAYS)
                .header(HttpHeaders.VARY, TOKEN);
    }
}
