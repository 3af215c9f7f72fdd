package stockledger.query.projection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A read model: folds events into one view per key, as a pure function. This package decides when and into which
 * collection it is folded.
 *
 * @param <V> the view, a record that is stored as JSON; data must not become field names
 */
public interface Projection<V> {

    /** Part of the names of collections and processing groups and of admin addresses; must never change. */
    String name();

    Class<V> type();

    /** The sealed interfaces of the events that it receives. */
    Set<Class<?>> families();

    /** Whether its events are too many for one thread of one instance: then it is divided into segments. */
    default boolean isSegmented() {
        return true;
    }

    /** Whether an instance that starts answers no query before this projection has caught up. */
    default boolean delaysReadiness() {
        return true;
    }

    /** Events of these families that do not change the view. */
    default Set<Class<?>> ignored() {
        return Set.of();
    }

    /** The key of the document that an event changes. */
    String keyOf(Object payload);

    /**
     * Whether it receives selected events of a stream only, so that their sequence numbers have gaps, and the events of a stream may
     * belong to many documents. An event that the event store did not deliver is then not read from its stream.
     */
    default boolean isSelective() {
        return false;
    }

    /** For a selective projection: the key of the document that an event changes; null for an event that changes none. */
    default @Nullable String selectedKey(ProjectedEvent event) {
        return keyOf(event.payload());
    }

    /**
     * The streams whose events change the document of a key; empty for a projection whose keys are not those of streams, which
     * then parks none. The key is what follows the first colon of their names.
     */
    default List<String> streamsOf(String key) {
        return List.of();
    }

    /** The key of a stream of this projection; null for another one. */
    default @Nullable String keyOfStream(String stream) {
        String key = stream.substring(stream.indexOf(':') + 1);
        try {
            return streamsOf(key).contains(stream) ? key : null;
        } catch (IllegalArgumentException e) {
            // No id of this kind.
            return null;
        }
    }

    /** The view before the first event. */
    V empty(String key);

    /** The view after one more event. Events of a stream come once each and in order. */
    V on(V view, ProjectedEvent event);

    /**
     * The view after these events, which are all events of its key in a batch; each stream's are in order. To be overridden
     * where one pass is cheaper than many.
     */
    default V after(V view, List<ProjectedEvent> events) {
        V after = view;
        for (ProjectedEvent event : events) {
            after = on(after, event);
        }
        return after;
    }

    /**
     * The stored members of a view, by name, when those that are the same as before are not to be written again; empty when
     * the view is stored as a whole. A member that has a value never becomes null.
     */
    default Map<String, @Nullable Object> members(V view) {
        return Map.of();
    }

    /** When documents leave the read model; null when all stay. */
    default @Nullable Retention<V> retention() {
        return null;
    }

    /**
     * Those of the members that are stored as JSON text, compressed when they are large. MongoDB reads and writes a text many times faster than a
     * document of as many values, but cannot filter by what is in it.
     */
    default Set<String> textMembers() {
        return Set.of();
    }

    /** Indexes that queries need beyond the key. */
    default List<Bson> indexes() {
        return List.of();
    }

    /** Names of further collections of an epoch, created and removed with it. */
    default List<String> sideCollections() {
        return List.of();
    }

    /** Number of documents that the view, folded last, has for the side collections. */
    default int sideDocuments(V view) {
        return 0;
    }

    /** The view without what it has for the side collections, to be kept in memory once that is written. */
    default V withoutSideDocuments(V view) {
        return view;
    }

    /**
     * Writes the side collections. It is called before the documents are written, and again after a retry: it must be
     * idempotent.
     *
     * @param changed documents that are about to be written
     */
    default void writeSideCollections(Epoch epoch, List<VersionedDocument<V>> changed) {}

    /**
     * Called after documents were written, or were found to be written already; must be idempotent.
     *
     * @throws RuntimeException to have the batch folded again
     */
    default void onWritten(Epoch epoch, List<VersionedDocument<V>> documents) {}

    /**
     * Called before a tracking token is stored, so that batches since the token before it are not delivered again:
     * checks the effects of {@link #onWritten} that could not be checked then.
     *
     * @throws RuntimeException to have these batches delivered again
     */
    default void beforeToken() {}
}
