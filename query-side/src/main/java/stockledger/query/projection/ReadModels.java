package stockledger.query.projection;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** Where questions find documents: which epoch of each projection is served, as far as this process knows. */
public final class ReadModels {

    private final MongoDatabaseFactory mongo;
    private final ReadPreference near;
    private final ConcurrentHashMap<String, Epoch> live = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Set<Epoch>> running = new ConcurrentHashMap<>();
    private final Set<String> caughtUp = ConcurrentHashMap.newKeySet();

    ReadModels(MongoDatabaseFactory mongo, MongoSettings settings) {
        this.mongo = mongo;
        this.near = settings.readPreference().driver();
    }

    /** The documents of a projection. */
    public <V> ServedDocuments<V> of(Projection<V> projection) {
        return new ServedDocuments<>(projection, this);
    }

    /** A further collection of an epoch, served or not. */
    public MongoCollection<Document> beside(Epoch epoch, String name) {
        return database().getCollection(epoch.collection(name));
    }

    MongoDatabase database() {
        return mongo.getMongoDatabase();
    }

    /** The same, read where the settings say. */
    MongoDatabase nearDatabase() {
        return database().withReadPreference(near);
    }

    Epoch live(String projection) {
        Epoch epoch = live.get(projection);
        if (epoch == null) {
            throw new NotServedYetException(projection);
        }
        return epoch;
    }

    Set<Epoch> running(String projection) {
        return running.getOrDefault(projection, Set.of());
    }

    void run(String projection, Set<Epoch> epochs) {
        running.put(projection, Set.copyOf(epochs));
    }

    boolean isCaughtUp(String projection) {
        return caughtUp.contains(projection);
    }

    /** The epoch that is served has caught up with what had happened when this process began. */
    void caughtUp(String projection) {
        caughtUp.add(projection);
    }

    void serve(Epoch epoch) {
        live.put(epoch.projection(), epoch);
    }
}
