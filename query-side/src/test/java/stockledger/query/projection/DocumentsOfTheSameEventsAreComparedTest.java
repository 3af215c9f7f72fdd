package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentsOfTheSameEventsAreComparedTest {

    private static final Epoch SERVED = new Epoch("counts", 1);
    private static final Epoch REBUILT = new Epoch("counts", 2);
    private static final String SIDES = "parts";

    private static MongoServer server;
    private static MongoClient client;

    private final MongoDatabase database = client.getDatabase("test");
    private final List<Difference> found = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = new MongoServer(new MemoryBackend());
        client = MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.shutdownNow();
    }

    @BeforeEach
    void empty() {
        database.drop();
    }

    private void put(Epoch epoch, String key, long version, int view) {
        database.getCollection(epoch.collection())
                .insertOne(new Document("_id", key)
                        .append("revision", epoch.number() * 7L)
                        .append("versions", List.of(new Document("stream", "s:" + key).append("sequence", version)))
                        .append("view", view));
    }

    private void putSide(Epoch epoch, String id, String text) {
        database.getCollection(epoch.sideCollection(SIDES)).insertOne(new Document("_id", id).append("text", text));
    }

    private Comparison<Integer> comparison() {
        Projection<Integer> projection = new CountingProjection("counts", Set.of()) {
            @Override
            public List<String> sideCollections() {
                return List.of(SIDES);
            }
        };
        return new Comparison<>(projection, SERVED, database, REBUILT, database, null, found::addAll);
    }

    private List<String> named() {
        return found.stream()
                .map(one ->
                        one.kind() + " " + one.key() + " " + one.field() + ": " + one.served() + " -> " + one.folded())
                .toList();
    }

    @Test
    void whatIsEqualHasNoDifferences() {
        for (int i = 0; i < 2 * Comparison.STEP + 1; i++) {
            put(SERVED, "k" + i, i, i);
            put(REBUILT, "k" + i, i, i);
        }
        putSide(SERVED, "k1#0", "[1]");
        putSide(REBUILT, "k1#0", "[1]");

        Comparison<Integer> comparison = comparison();
        while (!comparison.isDone()) {
            comparison.step();
        }

        assertThat(found).isEmpty();
        assertThat(comparison.counts()).isEqualTo(new Comparison.Counts(2L * Comparison.STEP + 1, 1, 0, 0, 0));
    }

    @Test
    void eachDifferentFieldIsNamed() {
        put(SERVED, "a", 3, 5);
        put(REBUILT, "a", 3, 6);
        putSide(SERVED, "a#0", "[{\"delta\":1}]");
        putSide(REBUILT, "a#0", "[{\"delta\":2}]");

        Comparison<Integer> comparison = comparison();
        while (!comparison.isDone()) {
            comparison.step();
        }

        assertThat(named()).containsExactly("document a : 5 -> 6", "parts a #0.text[0].delta: 1 -> 2");
        assertThat(comparison.counts().differences()).isEqualTo(2);
    }

    @Test
    void documentsOfOtherEventsAreComparedOnceTheirEventsAreTheSame() {
        put(SERVED, "a", 4, 5);
        put(REBUILT, "a", 3, 4);
        put(REBUILT, "new", 0, 1);
        Comparison<Integer> comparison = comparison();
        for (int i = 0; i < 10; i++) {
            comparison.step();
        }
        assertThat(comparison.isDone()).isFalse();
        assertThat(comparison.counts().waiting()).isEqualTo(2);

        database.getCollection(REBUILT.collection()).drop();
        put(REBUILT, "a", 4, 5);
        put(REBUILT, "new", 0, 1);
        put(SERVED, "new", 0, 1);
        while (!comparison.isDone()) {
            comparison.step();
        }

        assertThat(found).isEmpty();
        assertThat(comparison.counts().documents()).isEqualTo(2);
    }

    @Test
    void oneProcessComparesAndAnotherTakesOverWhenItStops() {
        ComparisonLease one = new ComparisonLease(database, "one", Duration.ofMillis(50));
        ComparisonLease other = new ComparisonLease(database, "other", Duration.ofMillis(50));
        ComparisonLease.Held held = one.acquire("counts@2");
        assertThat(held).isEqualTo(new ComparisonLease.Held("counts@2", 1, 1));
        assertThat(other.acquire("counts@2")).as("seen for the first time").isNull();
        held = one.extend(held, new Comparison.Counts(1, 2, 3, 4, 5), false);
        assertThat(other.acquire("counts@2")).as("it lives").isNull();

        await().until(() -> other.acquire("counts@2") != null);

        assertThat(one.extend(held, new Comparison.Counts(9, 9, 9, 9, 9), true))
                .as("the first one was only paused")
                .isNull();
        assertThat(one.find("counts@2"))
                .hasValue(new ComparisonLease.Stored(2, false, new Comparison.Counts(1, 2, 3, 4, 5)));
    }

    @Test
    void differencesArePagedByKeyAndForgottenWhenALaterPassDoesNotFindThem() {
        Differences differences = new Differences(database);
        for (int i = 0; i < 5; i++) {
            differences.add(
                    "counts@2",
                    1,
                    List.of(new Difference(
                            "document", "k" + i, "f", null, StoredJson.mapper().readTree("1"))));
        }
        differences.add("counts@20", 1, List.of(new Difference("document", "x", "f", null, null)));
        differences.add("counts@2", 2, List.of(new Difference("document", "k3", "f", null, null)));

        Differences.Page first = differences.page("counts@2", null, 3);
        assertThat(first.differences()).extracting(Difference::key).containsExactly("k0", "k1", "k2");
        Differences.Page second = differences.page("counts@2", first.next(), 3);
        assertThat(second.differences()).extracting(Difference::key).containsExactly("k3", "k4");
        assertThat(second.next()).isNull();

        differences.deleteBefore("counts@2", 2);
        assertThat(differences.page("counts@2", null, 9).differences())
                .extracting(Difference::key)
                .containsExactly("k3");
        differences.retain("counts", Set.of("counts@2"));
        assertThat(differences.page("counts@20", null, 9).differences()).isEmpty();
    }
}
