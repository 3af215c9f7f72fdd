package stockledger.query.consistency;

import java.util.Collection;
import stockledger.events.ConsistencyToken;

/** What is known of documents that see no further events, since the next one of them cannot be processed. */
interface Degraded {

    /** Whether the served document of a key is one. */
    boolean isParked(String projection, String key);

    /** Whether one of the served documents of these keys lacks, for that reason, events that a token names. */
    boolean lacks(String projection, Collection<String> keys, ConsistencyToken token);
}
