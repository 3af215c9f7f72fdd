package stockledger.query.projection;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** The epochs that this process serves and runs, and access to their documents. */
public final class ReadModels {

    private final MongoDatabaseFactory mongo;
    private final ReadPreference replicaPreference;
    private final ConcurrentHashMap<String, Epoch> live = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Set<Epoch>> running = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Complete> complete = new ConcurrentHashMap<>();
    private volatile EventStoreIdentity.@Nullable Difference refused;
    private final Set<String> caughtUp = ConcurrentHashMap.newKeySet();
    private final Set<String> paused = ConcurrentHashMap.newKeySet();

    private record Complete(Epoch epoch, Instant until) {}

    ReadModels(MongoDatabaseFactory mongo, MongoSettings settings) {
        this.mongo = mongo;
        this.replicaPreference = settings.readPreference().preference();
    }

    public <V> ServedDocuments<V> of(Projection<V> projection) {
        return new ServedDocuments<>(projection, this);
    }

    /** A side collection of an epoch, whether it is served or not. */
    public MongoCollection<Document> sideCollection(Epoch epoch, String name) {
        return database().getCollection(epoch.sideCollection(name));
    }

    MongoDatabase database() {
        return mongo.getMongoDatabase();
    }

    /** Reads with the configured read preference. */
    MongoDatabase replicaDatabase() {
        return database().withReadPreference(replicaPreference);
    }

    /** The live epoch; until it has caught up it is not served, so that no query is answered with the past. */
    Epoch live(String projection) {
        requireSameEvents();
        Epoch epoch = live.get(projection);
        if (epoch == null || !isCaughtUp(projection)) {
            throw new NotServedYetException(projection + " is not served yet");
        }
        return epoch;
    }

    /**
     * For answers from the event store itself.
     *
     * @throws OtherEventsException when it is not the one that the read models were folded from
     */
    public void requireSameEvents() {
        EventStoreIdentity.Difference difference = refused;
        if (difference != null) {
            throw new OtherEventsException(difference);
        }
    }

    /** Whether nothing is served, since the event store is not the one that the read models were folded from. */
    public boolean isRefused() {
        return refused != null;
    }

    /** The epochs whose answers are in Redis, or will be. */
    Set<Epoch> running(String projection) {
        return running.getOrDefault(projection, Set.of());
    }

    /** Whether no events are folded into the documents of a projection until an operator resumes it. */
    public boolean isPaused(String projection) {
        return paused.contains(projection);
    }

    void setPaused(String projection, boolean isPaused) {
        if (isPaused) {
            paused.add(projection);
        } else {
            paused.remove(projection);
        }
    }

    void setRunning(String projection, Set<Epoch> epochs) {
        running.put(projection, Set.copyOf(epochs));
    }

    boolean isCaughtUp(String projection) {
        return refused == null && caughtUp.contains(projection);
    }

    /** Records that the live epoch has passed the head that the event store had when this process started. */
    void markCaughtUp(String projection) {
        caughtUp.add(projection);
    }

    /** Records that every event stored before a time is in the documents of an epoch. */
    void markComplete(Epoch epoch, Instant until) {
        complete.put(epoch.projection(), new Complete(epoch, until));
    }

    /** The newest such time of the live epoch; null while none is known. */
    @Nullable
    Instant completeUntil(String projection) {
        Complete known = complete.get(projection);
        return known != null && known.epoch().equals(live.get(projection)) ? known.until() : null;
    }

    /** The epoch that this process serves or will serve; null before the first check. */
    @Nullable
    Epoch served(String projection) {
        return live.get(projection);
    }

    /** Serves nothing, the caches included, since the read models are of other events. */
    void refuse(EventStoreIdentity.Difference difference) {
        refused = difference;
    }

    /** Begins again: every live epoch has to pass the head first. */
    void restart() {
        caughtUp.clear();
        refused = null;
    }

    void serve(Epoch epoch) {
        live.put(epoch.projection(), epoch);
    }
}
