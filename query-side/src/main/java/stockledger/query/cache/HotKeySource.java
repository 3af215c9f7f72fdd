package stockledger.query.cache;

import java.util.Collection;
import java.util.Map;

/** Answers of which some are read far more than others, so that a process reads those in before it is asked. */
public interface HotKeySource {

    /** What they are, the same in every epoch; their reads are counted under it. */
    String name();

    /** Whether the epoch that is served has caught up, since this process began, with what had happened by then. */
    boolean areCaughtUp();

    /** The shelf that they are on now, such as {@code product:3}. */
    String shelf();

    /** The answers of these keys that there are, kept by this process from now on. */
    Map<String, CachedResponse> find(Collection<String> keys);
}
