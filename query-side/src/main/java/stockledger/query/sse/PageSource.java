package stockledger.query.sse;

import java.util.Collection;
import java.util.Map;
import stockledger.query.cache.CachedResponse;

/** The pages that clients can subscribe to, by key. */
public interface PageSource {

    /** The cache that holds the pages of the served epoch, such as {@code product:3}; invalidations carry this name. */
    String shelf();

    /** The pages of these keys, as new as this process knows them; keys without a page are left out. */
    Map<String, CachedResponse> find(Collection<String> keys);
}
