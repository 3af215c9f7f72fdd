package stockledger.query.listindex;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Reads the products of lists from MongoDB. */
public interface ListSource {

    /** The epochs that are folded now, such as {@code sku:lists:3}. */
    Collection<String> regions();

    /** Reads the documents of these keys that exist. */
    List<ListEntry> find(String region, Collection<String> keys);

    /**
     * Reads every document, as it is now or later.
     *
     * @param consumer receives one batch after the other; it may throw to end the reading
     */
    void forEachBatch(String region, Consumer<List<ListEntry>> consumer);
}
