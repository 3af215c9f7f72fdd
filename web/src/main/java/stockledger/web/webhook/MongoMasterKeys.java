package stockledger.web.webhook;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** A random master key in MongoDB, which both sides use anyway. Several processes that find none agree on one by its id. */
final class MongoMasterKeys implements MasterKeys {

    static final String COLLECTION = "webhook_keys";

    private static final String ID = "_id";
    private static final String SECRET = "secret";
    private static final int FIRST = 1;

    private final MongoDatabaseFactory mongo;

    MongoMasterKeys(MongoDatabaseFactory mongo) {
        this.mongo = mongo;
    }

    @Override
    public List<byte[]> read() {
        List<byte[]> keys = find();
        if (keys.isEmpty()) {
            insert();
            keys = find();
        }
        return keys;
    }

    private List<byte[]> find() {
        List<byte[]> keys = new ArrayList<>();
        for (Document document : collection().find().sort(Sorts.descending(ID))) {
            keys.add(document.get(SECRET, Binary.class).getData());
        }
        return keys;
    }

    private void insert() {
        try {
            collection()
                    .insertOne(new Document(ID, FIRST)
                            .append(SECRET, new Binary(MasterKeys.randomKey()))
                            .append("createdAt", Date.from(Instant.now())));
        } catch (MongoWriteException e) {
            if (ErrorCategory.fromErrorCode(e.getError().getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    private MongoCollection<Document> collection() {
        return mongo.getMongoDatabase().getCollection(COLLECTION);
    }
}
