package stockledger.query.cache;

import java.util.Collection;
import java.util.Map;

/** A kind of responses of which the hottest are loaded before they are requested. */
public interface HotKeySource {

    /** Name of the ranking, the same in every epoch. */
    String name();

    /** Whether the served epoch has caught up with the events that existed when this process started. */
    boolean isCaughtUp();

    /** The region that is served now, such as {@code sku:pages:3}. */
    String region();

    /** The responses of these keys that exist; they are in the local cache afterwards. */
    Map<String, CachedResponse> find(Collection<String> keys);
}
