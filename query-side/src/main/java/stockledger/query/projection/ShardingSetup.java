package stockledger.query.projection;

import com.mongodb.client.MongoClient;
import org.bson.Document;

/**
 * Spreads the collections of a read model over the shards of MongoDB, if it has any. Documents are written by their key, and
 * nearly all questions name keys, so the key is what they are spread by: as ranges, since a unique index must begin with it.
 */
final class ShardingSetup {

    private final MongoClient client;
    private final String database;
    private final boolean sharded;

    ShardingSetup(MongoClient client, String database, boolean sharded) {
        this.client = client;
        this.database = database;
        this.sharded = sharded;
    }

    /** Declares collections before the first document is written; safe to repeat. */
    void spread(Projection<?> projection, Epoch epoch) {
        if (sharded) {
            spread(epoch.collection());
            projection.besides().forEach(beside -> spread(epoch.collection(beside)));
        }
    }

    private void spread(String collection) {
        client.getDatabase("admin")
                .runCommand(new Document("shardCollection", database + "." + collection)
                        .append("key", new Document("_id", 1)));
    }
}
