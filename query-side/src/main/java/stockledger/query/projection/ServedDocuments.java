package stockledger.query.projection;

import com.mongodb.client.MongoCollection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The documents of a projection for queries, those of the live epoch unless an epoch is given. */
public final class ServedDocuments<V> {

    private final Projection<V> projection;
    private final ReadModels models;
    private volatile @Nullable Served<V> served;

    private record Served<V>(Epoch epoch, Documents<V> primary, Documents<V> replica) {}

    ServedDocuments(Projection<V> projection, ReadModels models) {
        this.projection = projection;
        this.models = models;
    }

    /**
     * The live epoch.
     *
     * @throws NotServedYetException until it has caught up with the events that existed when this process started
     */
    public Epoch epoch() {
        return models.live(projection.name());
    }

    /** Whether the live epoch has passed the head that the event store had when this process started. */
    public boolean isCaughtUp() {
        return models.isCaughtUp(projection.name());
    }

    /**
     * A time before which every stored event is in the documents, and in what is rendered from them; later ones may be. It is
     * some two seconds ago unless the projection lags. Null while none is known.
     */
    public @Nullable Instant completeUntil() {
        return models.completeUntil(projection.name());
    }

    /** The document of a key; null before its first event. */
    public @Nullable VersionedDocument<V> find(String key) {
        return find(List.of(key)).get(key);
    }

    /**
     * Reads a document with the configured read preference, so it may be stale. Only for queries of a single document that
     * compare its versions with the consistency token; values for a cache must come from {@link #find(String)}.
     */
    public @Nullable VersionedDocument<V> findInReplica(String key) {
        return served().replica().find(List.of(key)).get(key);
    }

    /** The documents of these keys; keys without a document are left out. */
    public Map<String, VersionedDocument<V>> find(Collection<String> keys) {
        return documents().find(keys);
    }

    /** The same from any epoch. */
    public Map<String, VersionedDocument<V>> find(Epoch epoch, Collection<String> keys) {
        return documents(epoch).find(keys);
    }

    /** The documents of these keys as they are stored, from any epoch. */
    public Map<String, VersionedDocument<JsonNode>> findTrees(Epoch epoch, Collection<String> keys) {
        return documents(epoch).findTrees(keys);
    }

    /** The first keys of any epoch after another one, in the order of their bytes. */
    public List<String> keysAfter(Epoch epoch, String last, int limit) {
        return documents(epoch).keysAfter(last, limit);
    }

    /** Those of these keys that have a document in an epoch. */
    public Set<String> existing(Epoch epoch, Collection<String> keys) {
        return new StoredViews(models.database(), epoch.collection()).existing(keys);
    }

    /**
     * Replaces the document of a revision as a whole. Only for a repair: projections write documents.
     *
     * @param before revision that was read; 0 when there is no document
     * @return false when another revision is stored
     */
    public boolean replace(Epoch epoch, long before, VersionedDocument<V> after) {
        return documents(epoch).replace(before, after);
    }

    /** @param limit 0 for all */
    public List<VersionedDocument<V>> page(Bson filter, Bson sort, int limit) {
        return documents().page(filter, sort, limit);
    }

    /** Runs an aggregation pipeline. */
    public List<Document> aggregate(List<Bson> pipeline) {
        return documents().aggregate(pipeline);
    }

    /** Reads every document of any epoch; a document may include writes made during the read. */
    public void forEach(Epoch epoch, Consumer<VersionedDocument<V>> consumer) {
        documents(epoch).forEach(consumer);
    }

    /** The epochs that run, without one that is built and still folds events from before its rebuild was requested. */
    public Set<Epoch> runningEpochs() {
        return models.running(projection.name());
    }

    /** A side collection of the live epoch. */
    public MongoCollection<Document> sideCollection(String name) {
        return models.sideCollection(epoch(), name);
    }

    private Documents<V> documents(Epoch epoch) {
        Served<V> now = served;
        return now != null && now.epoch().equals(epoch)
                ? now.primary()
                : new Documents<>(projection, models.database(), epoch);
    }

    private Documents<V> documents() {
        return served().primary();
    }

    private Served<V> served() {
        Epoch live = epoch();
        Served<V> now = served;
        if (now == null || !now.epoch().equals(live)) {
            now = new Served<>(
                    live,
                    new Documents<>(projection, models.database(), live),
                    new Documents<>(projection, models.replicaDatabase(), live));
            served = now;
        }
        return now;
    }
}
