package stockledger.query.cache;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** A room whose lists stand in aisles, and which can read all that belongs there. */
public interface ListSource {

    /** The names of its epochs that are folded now, such as {@code browse:3}. */
    Collection<String> names();

    /** Reads the documents of these keys that there are, of one of them. */
    List<ListEntry> find(String name, Collection<String> keys);

    /**
     * Reads every document of one of them, as it is now or later.
     *
     * @param taker takes what was read, a chunk at a time; it may throw to end the reading
     */
    void each(String name, Consumer<List<ListEntry>> taker);
}
