package stockledger.query.stream;

import java.util.Collection;
import java.util.Map;
import stockledger.query.cache.Ready;

/** The answers that can be watched, by their keys. */
public interface Pages {

    /** The shelf that they are on now, such as {@code product:3}; changes are told by this name. */
    String shelf();

    /** The answers of these keys that there are, as new as this process knows them. */
    Map<String, Ready> find(Collection<String> keys);
}
