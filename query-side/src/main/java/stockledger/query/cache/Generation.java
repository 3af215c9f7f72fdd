package stockledger.query.cache;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/**
 * The word that begins the names of all that Redis may be believed. When something that should be in Redis could not be
 * written, or Redis began anew from what it had kept, a new word is drawn: what was there before is not asked for again.
 */
final class Generation {

    static final String COLLECTION = "cache_generation";

    private static final String ID = "generation";
    private static final String WORD = "word";
    private static final String REDIS = "redis";

    private final MongoDatabaseFactory mongo;
    private volatile @Nullable String known;

    Generation(MongoDatabaseFactory mongo) {
        this.mongo = mongo;
    }

    /** The word as this process knows it; null before MongoDB was reached. */
    @Nullable
    String known() {
        return known;
    }

    /** The word as it is agreed now. */
    String read() {
        Document found = collection().find(eq("_id", ID)).first();
        if (found == null) {
            collection()
                    .updateOne(
                            eq("_id", ID),
                            Updates.setOnInsert(WORD, UUID.randomUUID().toString()),
                            new UpdateOptions().upsert(true));
            found = collection().find(eq("_id", ID)).cursor().next();
        }
        String word = found.getString(WORD);
        known = word;
        return word;
    }

    /** Draws a new word. */
    void renew() {
        String word = UUID.randomUUID().toString();
        Document found = collection().find(eq("_id", ID)).first();
        collection()
                .replaceOne(
                        eq("_id", ID),
                        new Document("_id", ID)
                                .append(WORD, word)
                                .append(REDIS, found == null ? null : found.getString(REDIS)),
                        new ReplaceOptions().upsert(true));
        known = word;
    }

    /** Draws a new word when the Redis that answers is not the one that answered before. */
    void met(String redis) {
        String word = read();
        Document found = collection().find(eq("_id", ID)).cursor().next();
        if (redis.equals(found.getString(REDIS))) {
            return;
        }
        collection()
                .replaceOne(
                        and(eq("_id", ID), eq(WORD, word)),
                        new Document("_id", ID)
                                .append(WORD, UUID.randomUUID().toString())
                                .append(REDIS, redis));
        read();
    }

    private MongoCollection<Document> collection() {
        return mongo.getMongoDatabase()
                .withReadPreference(ReadPreference.primary())
                .getCollection(COLLECTION);
    }
}
