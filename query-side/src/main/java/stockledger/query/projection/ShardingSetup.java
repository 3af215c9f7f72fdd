package stockledger.query.projection;

import com.mongodb.client.MongoClient;
import org.bson.Document;

/**
 * Shards the collections of an epoch by key: nearly all reads and writes name keys. By range, not hashed, since the unique
 * index on key and revision must begin with the shard key.
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

    /** Must run before the first write; idempotent. */
    void shard(Projection<?> projection, Epoch epoch) {
        if (sharded) {
            shard(epoch.collection());
            projection.sideCollections().forEach(name -> shard(epoch.sideCollection(name)));
        }
    }

    private void shard(String collection) {
        client.getDatabase("admin")
                .runCommand(new Document("shardCollection", database + "." + collection)
                        .append("key", new Document("_id", 1)));
    }
}
