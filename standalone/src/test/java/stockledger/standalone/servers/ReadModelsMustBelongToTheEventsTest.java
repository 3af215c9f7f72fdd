package stockledger.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Read models in the data folder are used at the next start only if the events in the data folder confirm them. */
class ReadModelsMustBelongToTheEventsTest {

    @TempDir
    private Path dataDir;

    private void start(String version, BiConsumer<EmbeddedServers, EmbeddedServers.Addresses> work) {
        try (EmbeddedServers servers = new EmbeddedServers(dataDir, TestServers.settings(), version)) {
            work.accept(servers, TestServers.start(servers));
        }
    }

    private static void inDatabase(EmbeddedServers servers, String name, Consumer<MongoCollection<Document>> work) {
        try (MongoClient client = TestServers.mongoClient(servers)) {
            work.accept(client.getDatabase("stockledger").getCollection(name));
        }
    }

    /** Stores ten events, and read models that contain events up to this one. */
    private void fill(long folded) {
        start("1", (servers, addresses) -> {
            TestServers.execute(
                    addresses, "CREATE TABLE DomainEventEntry AS SELECT generate_series(1, 10)::bigint AS globalIndex");
            inDatabase(servers, "sku_1", skus -> skus.insertOne(new Document("_id", "MUG")));
            inDatabase(
                    servers,
                    "tokens",
                    tokens -> tokens.insertOne(new Document("processorName", "sku@1")
                            .append("segment", 0)
                            .append("owner", "killed")
                            .append(
                                    "token",
                                    ("{\"index\":" + folded + ",\"gaps\":[]}").getBytes(StandardCharsets.UTF_8))));
        });
    }

    private long documents(String version) {
        long[] count = new long[1];
        start(version, (servers, addresses) -> inDatabase(servers, "sku_1", skus -> count[0] = skus.countDocuments()));
        return count[0];
    }

    @Test
    void theyAreKeptAndClaimsOfTheLastProcessAreReleased() {
        fill(10);
        assertThat(documents("1")).isEqualTo(1);
        start(
                "1",
                (servers, addresses) -> inDatabase(
                        servers,
                        "tokens",
                        tokens -> assertThat(tokens.find().first())
                                .containsEntry("processorName", "sku@1")
                                .doesNotContainKey("owner")));
    }

    @Test
    void thoseWithEventsAfterTheLastAreNotUsed() {
        fill(11);
        assertThat(documents("1")).isZero();
    }

    @Test
    void thoseOfAnotherVersionAreNotUsed() {
        fill(10);
        assertThat(documents("2")).isZero();
    }

    @Test
    void thoseOfDeletedEventsAreNotUsed() throws IOException {
        fill(10);
        FileSystemUtils.deleteRecursively(dataDir.resolve("postgres"));
        assertThat(documents("1")).isZero();
    }

    @Test
    void thoseOfAnotherRunOfTheSameEventsAreNotUsed() throws IOException {
        fill(10);
        FileSystemUtils.copyRecursively(dataDir.resolve("read-models"), dataDir.resolve("older"));
        assertThat(documents("1")).isEqualTo(1);
        FileSystemUtils.deleteRecursively(dataDir.resolve("read-models"));
        Files.move(dataDir.resolve("older"), dataDir.resolve("read-models"));
        assertThat(documents("1")).isZero();
    }

    @Test
    void damagedOnesAreNotUsed() throws IOException {
        fill(10);
        try (Stream<Path> files = Files.list(dataDir.resolve("read-models"))) {
            for (Path table :
                    files.filter(file -> file.toString().endsWith(".sst")).toList()) {
                Files.write(table, new byte[] {1, 2, 3});
            }
        }
        assertThat(documents("1")).isZero();
    }
}
