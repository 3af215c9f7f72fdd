package stockledger.query.audit;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import stockledger.query.RunningQuerySide;
import stockledger.query.projection.StoredBson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All that is stored of one SKU, changed as a wrong fold or a wrong renderer would have written it. */
final class StoredSku {

    private static final JsonMapper JSON = new JsonMapper();

    private final RunningQuerySide querySide;
    private final String sku;

    StoredSku(RunningQuerySide querySide, String sku) {
        this.querySide = querySide;
        this.sku = sku;
    }

    private MongoCollection<Document> collection(String name) {
        return querySide.bean(MongoDatabaseFactory.class).getMongoDatabase().getCollection(name);
    }

    /** Sets a member of the document. */
    void set(String path, Object value) {
        collection("sku_1").updateOne(eq("_id", sku), Updates.set("view." + path, value));
    }

    /** Changes a member that is stored as text. */
    void text(String member, Consumer<JsonNode> change) {
        Document view = collection("sku_1").find(eq("_id", sku)).first().get("view", Document.class);
        JsonNode json = JSON.readTree(view.getString(member));
        change.accept(json);
        set(member, JSON.writeValueAsString(json));
    }

    /** Changes the first level. */
    void level(Consumer<ObjectNode> change) {
        text("stock", stock -> change.accept((ObjectNode) stock.at("/levels/0")));
    }

    void ledger(Consumer<ArrayNode> change) {
        Document part = collection("ledger_1").find(eq("_id", sku + "#0")).first();
        ArrayNode movements = (ArrayNode) JSON.readTree(part.getString("movements"));
        change.accept(movements);
        collection("ledger_1")
                .updateOne(eq("_id", sku + "#0"), Updates.set("movements", JSON.writeValueAsString(movements)));
    }

    /** Changes the first checkpoint of its stock. */
    void checkpoint(Consumer<JsonNode> change) {
        Bson byId = eq("_id", "stock:" + sku + "#1");
        RawBsonDocument stored = collection("checkpoint_1")
                .withDocumentClass(RawBsonDocument.class)
                .find(byId)
                .first();
        BsonReader reader = StoredBson.reader(stored);
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT
                && !reader.readName().equals("content")) {
            reader.skipValue();
        }
        JsonNode content = StoredBson.readText(reader, JsonNode.class);
        change.accept(content);
        collection("checkpoint_1").updateOne(byId, Updates.set("content", content.toString()));
    }

    void delete() {
        collection("sku_1").deleteOne(eq("_id", sku));
    }

    /** Changes an answer in Redis. */
    void cached(String kind, UnaryOperator<String> change) {
        redis(connection -> {
            Set<byte[]> keys = connection.keyCommands().keys(bytes("sku:" + kind + ":1:*:" + sku));
            for (byte[] key : keys) {
                String value = text(connection.stringCommands().get(key));
                connection.stringCommands().set(key, bytes(change.apply(value)));
            }
            require(!keys.isEmpty());
        });
    }

    /** Changes a field of the list index: {@code entries} or {@code items}. */
    void listed(String hash, UnaryOperator<String> change) {
        redis(connection -> {
            for (byte[] key : keys(connection, hash)) {
                byte[] value = connection.hashCommands().hGet(key, bytes(sku));
                // The lists of an earlier generation may not have it.
                if (value != null) {
                    connection.hashCommands().hSet(key, bytes(sku), bytes(change.apply(text(value))));
                }
            }
        });
    }

    /** Removes it from one order of the lists. */
    void unlist(String order) {
        redis(connection -> {
            for (byte[] key : keys(connection, order)) {
                List<byte[]> removed = new ArrayList<>();
                connection.zSetCommands().zRange(key, 0, -1).stream()
                        .filter(member -> text(member).endsWith("\u0001" + sku))
                        .forEach(removed::add);
                if (!removed.isEmpty()) {
                    connection.zSetCommands().zRem(key, removed.toArray(byte[][]::new));
                }
            }
        });
    }

    private static Set<byte[]> keys(RedisConnection connection, String name) {
        Set<byte[]> keys = connection.keyCommands().keys(bytes("list-index:*:" + name));
        require(!keys.isEmpty());
        return keys;
    }

    private void redis(Consumer<RedisConnection> work) {
        try (RedisConnection connection =
                querySide.bean(RedisConnectionFactory.class).getConnection()) {
            work.accept(connection);
        }
    }

    private static void require(boolean isThere) {
        if (!isThere) {
            throw new AssertionError("Redis has nothing to change");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
