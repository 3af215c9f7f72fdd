package stockledger.query.projection;

import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;

/**
 * What a read room makes of the events: one document per key, folded purely. The room says what; when, how often, from
 * where and into which collection is this package's matter.
 *
 * @param <V> the document's content, a record that JSON can write and read; data never becomes names of members
 */
public interface Projection<V> {

    /** The name in collections, processing groups and addresses. It never changes. */
    String name();

    /** The type of the content. */
    Class<V> type();

    /** The sealed parents of the events that come here; all others pass by. */
    Set<Class<?>> families();

    /** Events of these families that change nothing shown. */
    default Set<Class<?>> ignored() {
        return Set.of();
    }

    /** The key of the document that an event belongs to. */
    String keyOf(Object event);

    /** The content before anything happened. */
    V blank(String key);

    /** The content after one more event. It is told each event of a stream once, in order. */
    V on(V view, ProjectedEvent happened);

    /** What questions look for in MongoDB, beyond the key. */
    default List<Bson> indexes() {
        return List.of();
    }

    /** Names of further collections of an epoch, which come and go with it. */
    default List<String> besides() {
        return List.of();
    }

    /**
     * Writes what belongs beside the documents, before they are. It may be told the same again and must then change
     * nothing.
     *
     * @param folded contents that are about to be written
     */
    default void beside(Epoch epoch, List<VersionedDocument<V>> folded) {}

    /**
     * Told after documents were written, or found written already. It may be told the same again.
     *
     * @throws RuntimeException when what must follow could not be done: the batch is then folded again
     */
    default void written(Epoch epoch, List<VersionedDocument<V>> documents) {}
}
