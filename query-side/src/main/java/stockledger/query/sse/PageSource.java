package stockledger.query.sse;

import java.util.Collection;
import java.util.Map;
import stockledger.query.cache.CachedResponse;

/** The pages that clients can subscribe to, by key. */
public interface PageSource {

    /** The cache region of the served epoch, such as {@code sku:pages:3}; invalidations carry this name. */
    String region();

    /** The pages of these keys, as new as this process knows them; keys without a page are left out. */
    Map<String, CachedResponse> find(Collection<String> keys);
}
