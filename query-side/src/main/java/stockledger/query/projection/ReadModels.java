package stockledger.query.projection;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.query.http.Refused;

/** Where questions find documents: which epoch of each projection is served, as far as this process knows. */
public final class ReadModels {

    private final MongoDatabaseFactory mongo;
    private final ReadPreference near;
    private final ConcurrentHashMap<String, Epoch> live = new ConcurrentHashMap<>();

    ReadModels(MongoDatabaseFactory mongo, MongoSettings settings) {
        this.mongo = mongo;
        this.near = settings.readPreference().driver();
    }

    /** The documents of a projection. */
    public <V> Views<V> of(Projection<V> projection) {
        return new Views<>(projection, this);
    }

    /** A further collection of an epoch, served or not. */
    public MongoCollection<Document> beside(Epoch epoch, String name) {
        return database().getCollection(epoch.collection(name));
    }

    /** Whatever the address of MongoDB says of reads: what is folded on, or kept, is read where it is written. */
    MongoDatabase database() {
        return mongo.getMongoDatabase().withReadPreference(ReadPreference.primary());
    }

    /** The same, read where the settings say. */
    MongoDatabase nearDatabase() {
        return database().withReadPreference(near);
    }

    Epoch live(String projection) {
        Epoch epoch = live.get(projection);
        if (epoch == null) {
            throw Refused.later("unavailable", "The documents have not been reached yet.");
        }
        return epoch;
    }

    void serve(Epoch epoch) {
        live.put(epoch.projection(), epoch);
    }
}
