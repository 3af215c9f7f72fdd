package stockledger.web;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** The signing keys in MongoDB, which both sides use anyway: no operator has to distribute a secret. */
final class MongoSigningKeys implements SigningKeyStore {

    static final String COLLECTION = "signing_keys";

    private static final String CREATED_AT = "createdAt";
    private static final String SECRET = "secret";

    private final MongoDatabaseFactory mongo;

    MongoSigningKeys(MongoDatabaseFactory mongo) {
        this.mongo = mongo;
    }

    @Override
    public List<SigningKey> read(Instant after) {
        List<SigningKey> keys = new ArrayList<>();
        boolean someAreOld = false;
        for (Document document : collection().find()) {
            Instant createdAt = document.getDate(CREATED_AT).toInstant();
            if (createdAt.isAfter(after)) {
                byte[] secret = document.get(SECRET, Binary.class).getData();
                keys.add(new SigningKey(document.getString("_id"), secret, createdAt));
            } else {
                someAreOld = true;
            }
        }
        if (someAreOld) {
            collection().deleteMany(lte(CREATED_AT, Date.from(after)));
        }
        return keys;
    }

    @Override
    public void add(SigningKey key) {
        Document document = new Document("_id", key.id())
                .append(SECRET, new Binary(key.secret()))
                .append(CREATED_AT, Date.from(key.createdAt()));
        collection().replaceOne(eq("_id", key.id()), document, new ReplaceOptions().upsert(true));
    }

    private MongoCollection<Document> collection() {
        return mongo.getMongoDatabase().getCollection(COLLECTION);
    }
}
