package stockledger.query.sse;

import java.util.Collection;
import java.util.Map;
import stockledger.query.cache.CachedResponse;

/** The answers that can be watched, by their keys. */
public interface Pages {

    /** The shelf that they are on now, such as {@code product:3}; changes are told by this name. */
    String shelf();

    /** The answers of these keys that there are, as new as this process knows them. */
    Map<String, CachedResponse> find(Collection<String> keys);
}
