package stockledger.standalone.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Queries by an indexed field, sorted by id, find what a scan of all documents finds. */
class IndexesOfAFieldAndTheIdTest {

    private static final long SEED = 64;
    private static final String[] VALUES = {"a", "ab", "b", "c\u0000", "d"};

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final TreeMap<String, Document> model = new TreeMap<>();
    private Stored stored;

    @BeforeEach
    void open() throws DamagedStoreException {
        stored = new Stored(folder.resolve("open"));
    }

    @AfterEach
    void close() {
        stored.close();
    }

    private MongoCollection<Document> things() {
        return stored.collection("things");
    }

    private String id() {
        return "%03d".formatted(random.nextInt(200));
    }

    private Document thing(String id) {
        List<String> keys = new ArrayList<>();
        for (String value : VALUES) {
            if (random.nextInt(3) == 0) {
                keys.add(value);
            }
        }
        return new Document("_id", id)
                .append("view", new Document("keys", keys))
                .append("even", random.nextBoolean());
    }

    private void change() {
        Document thing = thing(id());
        String id = thing.getString("_id");
        switch (random.nextInt(4)) {
            case 0 -> {
                things().deleteOne(Filters.eq("_id", id));
                model.remove(id);
            }
            case 1 -> {
                things().replaceOne(Filters.eq("_id", id), thing);
                model.replace(id, thing);
            }
            default -> {
                if (model.putIfAbsent(id, thing) == null) {
                    things().insertOne(thing);
                }
            }
        }
    }

    private void assertQueriesAreAnswered() {
        for (int i = 0; i < 60; i++) {
            List<String> wanted = new ArrayList<>();
            for (int count = random.nextInt(4); count > 0; count--) {
                wanted.add(VALUES[random.nextInt(VALUES.length)]);
            }
            boolean descending = random.nextBoolean();
            String bound = id();
            boolean bounded = random.nextBoolean();
            String end = descending ? "020" : "180";
            Document query = new Document();
            if (wanted.size() == 1) {
                query.append("view.keys", wanted.get(0));
            } else if (!wanted.isEmpty()) {
                query.append("view.keys", new Document("$all", wanted));
            }
            if (bounded) {
                query.append(
                        "_id",
                        new Document(descending ? "$lt" : "$gt", bound).append(descending ? "$gte" : "$lte", end));
            }
            boolean residual = random.nextBoolean();
            if (residual) {
                query.append("even", new Document("$ne", true));
            }
            int limit = 1 + random.nextInt(30);
            List<String> expected = model.values().stream()
                    .filter(thing -> thing.get("view", Document.class)
                            .getList("keys", String.class)
                            .containsAll(wanted))
                    .filter(thing -> !residual || !thing.getBoolean("even"))
                    .map(thing -> thing.getString("_id"))
                    .filter(id -> !bounded
                            || (descending
                                    ? id.compareTo(bound) < 0 && id.compareTo(end) >= 0
                                    : id.compareTo(bound) > 0 && id.compareTo(end) <= 0))
                    .sorted(descending ? Comparator.reverseOrder() : Comparator.naturalOrder())
                    .limit(limit)
                    .toList();
            List<String> found = new ArrayList<>();
            for (Document one : things().find(query)
                    .sort(new Document("_id", descending ? -1 : 1))
                    .limit(limit)) {
                found.add(one.getString("_id"));
            }
            assertThat(found).as("seed %s, %s", SEED, query).isEqualTo(expected);
        }
    }

    @Test
    void theyFollowEveryWriteAlsoThroughRestartsAndACrash() throws DamagedStoreException, IOException {
        for (int i = 0; i < 100; i++) {
            change();
        }
        // Documents that exist already are found too.
        things().createIndex(Indexes.ascending("view.keys", "_id"));
        assertQueriesAreAnswered();
        Path open = folder.resolve("open");
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 150; i++) {
                change();
            }
            assertQueriesAreAnswered();
            stored.store().putProperty("flushed", "yes");
            Path copy = folder.resolve("copy" + round);
            FileSystemUtils.copyRecursively(open, copy);
            stored.close();
            open = round == 1 ? open : copy;
            stored = new Stored(open);
            things().createIndex(Indexes.ascending("view.keys", "_id"));
            assertQueriesAreAnswered();
        }
    }

    @Test
    void aDroppedCollectionLeavesNothingBehind() {
        things().createIndex(Indexes.ascending("view.keys", "_id"));
        for (int i = 0; i < 100; i++) {
            change();
        }
        things().drop();
        model.clear();
        things().createIndex(Indexes.ascending("view.keys", "_id"));
        assertQueriesAreAnswered();
        for (int i = 0; i < 100; i++) {
            change();
        }
        assertQueriesAreAnswered();
    }

    @Test
    void idsOfOtherTypesAreSortedAsBefore() {
        things().insertOne(new Document("_id", 7));
        things().insertOne(new Document("_id", "a"));
        things().insertOne(new Document("_id", 300));
        assertThat(things().find().sort(new Document("_id", 1)).limit(3).map(one -> one.get("_id")))
                .containsExactly(7, 300, "a");
    }
}
