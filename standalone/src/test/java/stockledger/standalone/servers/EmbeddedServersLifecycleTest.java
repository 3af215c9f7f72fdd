package stockledger.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start and stop of the servers of a data folder, also after their process was killed. */
class EmbeddedServersLifecycleTest {

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path dataDir;

    @Test
    void aRestartKeepsEventsAndPassword() {
        EmbeddedServers.Addresses before;
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            before = TestServers.start(servers);
            TestServers.execute(before, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        assertThat(running()).isEmpty();

        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            EmbeddedServers.Addresses after = TestServers.start(servers);
            assertThat(TestServers.query(after, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(after.postgresPassword()).isEqualTo(before.postgresPassword());
            assertThat(after.redisSocket()).isEqualTo(before.redisSocket());
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void anExternalMongoDbIsUsedAndItsPasswordIsNotLogged() {
        String uri = "mongodb://shop:secret@127.0.0.1:27017/stockledger";
        EmbeddedSettings settings = TestServers.settings(Map.of("stockledger.embedded.mongo-uri", uri));

        try (EmbeddedServers servers = new EmbeddedServers(dataDir, settings, TestServers.VERSION)) {
            EmbeddedServers.Addresses addresses = TestServers.start(servers);

            assertThat(addresses.mongoUri()).isEqualTo(uri);
            assertThat(addresses.toString()).endsWith("mongodb://127.0.0.1:27017/stockledger");
        }
    }

    @Test
    void aMalformedMongoDbUriFailsTheStart() {
        EmbeddedSettings settings = TestServers.settings(Map.of("stockledger.embedded.mongo-uri", "localhost:27017"));

        try (EmbeddedServers servers = new EmbeddedServers(dataDir, settings, TestServers.VERSION)) {
            assertThatThrownBy(() -> TestServers.start(servers))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining("stockledger.embedded.mongo-uri");
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void theNextStartStopsServersOfAKilledProcess() throws Exception {
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            TestServers.start(servers);
        }
        // Processes that nobody supervises any more.
        EmbeddedSettings settings = TestServers.settings();
        DataFolder folder = DataFolder.lock(dataDir);
        BinaryFolder binaries = new BinaryFolder(settings.programsDir());
        SocketFolder sockets = SocketFolder.create(folder);
        Program postgres = new PostgresServer(folder, PostgresBinaries.in(binaries), settings, sockets, reason -> {});
        Program redis = new EmbeddedRedis(folder, binaries, settings, sockets);
        ServerProcess postgresProcess = postgres.start();
        ServerProcess redisProcess = redis.start();
        assertThat(postgres.awaitReady(postgresProcess)).isTrue();
        assertThat(redis.awaitReady(redisProcess)).isTrue();
        folder.close();

        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            EmbeddedServers.Addresses addresses = TestServers.start(servers);
            assertThat(TestServers.query(addresses, "SELECT 1")).isEqualTo("1");
            assertThat(running()).hasSize(2).doesNotContain(postgresProcess.pid(), redisProcess.pid());
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void aForeignProcessWithTheRecordedPidIsNotStopped() throws Exception {
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            TestServers.start(servers);
        }
        Process foreign = new ProcessBuilder("sleep", "600").start();
        try {
            Files.write(
                    dataDir.resolve("postgres/postmaster.pid"),
                    List.of(
                            Long.toString(foreign.pid()),
                            dataDir.resolve("postgres").toString(),
                            "0",
                            "1",
                            "",
                            "",
                            ""));

            try (EmbeddedServers servers = TestServers.in(dataDir)) {
                assertThat(TestServers.query(TestServers.start(servers), "SELECT 1"))
                        .isEqualTo("1");
            }
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDataFolderBelongsToOneProcess() {
        try (EmbeddedServers first = TestServers.in(dataDir);
                EmbeddedServers second = TestServers.in(dataDir)) {
            EmbeddedServers.Addresses addresses = TestServers.start(first);

            assertThatThrownBy(() -> TestServers.start(second))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining("in use by another Stockledger")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            second.close();

            assertThat(TestServers.query(addresses, "SELECT 1")).isEqualTo("1");
            assertThat(running()).hasSize(2);
        }
    }

    @Test
    void twoDataFoldersAreIndependent(@TempDir Path otherDir) {
        try (EmbeddedServers one = TestServers.in(dataDir);
                EmbeddedServers other = TestServers.in(otherDir)) {
            EmbeddedServers.Addresses addresses = TestServers.start(one);
            EmbeddedServers.Addresses otherAddresses = TestServers.start(other);
            TestServers.execute(addresses, "CREATE TABLE mine (x int)");

            assertThat(TestServers.query(otherAddresses, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'"))
                    .isEqualTo("0");
            one.close();
            assertThat(TestServers.query(otherAddresses, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void anIncompleteClusterOfAKilledStartIsReplaced() throws IOException {
        Files.createDirectories(dataDir.resolve("postgres.new/base"));
        Files.writeString(dataDir.resolve("postgres.new/PG_VERSION"), "14");

        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            assertThat(TestServers.query(TestServers.start(servers), "SELECT 1"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aStartAfterCloseStartsNoServer() {
        EmbeddedServers servers = TestServers.in(dataDir);
        servers.close();

        assertThatThrownBy(() -> TestServers.start(servers)).isInstanceOf(StartFailedException.class);
        assertThat(running()).isEmpty();
        try (EmbeddedServers next = TestServers.in(dataDir)) {
            TestServers.start(next);
        }
    }

    @Test
    void missingOrIncompatibleFilesFailTheStartAndAreNotReplaced() throws IOException {
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            TestServers.start(servers);
        }
        Files.delete(dataDir.resolve("postgres.password"));
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            assertThatThrownBy(() -> TestServers.start(servers)).hasMessageContaining("postgres.password");
        }

        Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "9.6\n");
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            assertThatThrownBy(() -> TestServers.start(servers)).hasMessageContaining("incompatible");
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void aDataFolderThatIsAFileFailsTheStart(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        try (EmbeddedServers servers = TestServers.in(file)) {
            assertThatThrownBy(() -> TestServers.start(servers)).hasMessageContaining("not a folder");
        }
    }

    @Test
    void aKilledPostgresIsStartedAgainWithAllThatWasCommitted() throws Exception {
        AtomicReference<String> givenUp = new AtomicReference<>();
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            EmbeddedServers.Addresses addresses = servers.start(givenUp::set);
            TestServers.execute(addresses, "CREATE TABLE kept AS SELECT 42 AS answer");
            try (Connection session = TestServers.connect(addresses)) {
                // A session that does not end by itself when its server is killed.
                CompletableFuture<Void> endless = CompletableFuture.runAsync(
                        () -> TestServers.execute(session, "DO $$ BEGIN LOOP EXECUTE 'SELECT 1'; END LOOP; END $$"));
                Awaitility.await()
                        .until(() -> TestServers.query(
                                        addresses, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %'")
                                .equals("1"));
                kill("postgres", "postgres");

                Awaitility.await().atMost(ONE_MINUTE).until(() -> servers.postgresRestarts() == 1);
                assertThat(TestServers.query(addresses, "SELECT answer FROM kept"))
                        .isEqualTo("42");
                assertThat(endless).failsWithin(ONE_MINUTE);
            }
        }
        assertThat(givenUp).hasNullValue();
        assertThat(running()).isEmpty();
    }

    @Test
    void aKilledRedisIsStartedAgainAtTheSameSocket() throws Exception {
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            EmbeddedServers.Addresses addresses = TestServers.start(servers);
            kill("redis-server", "redis/redis.conf");
            Awaitility.await().atMost(ONE_MINUTE).until(() -> servers.redisRestarts() == 1);
            assertThat(RedisPing.succeeds(addresses.redisSocket())).isTrue();

            kill("redis-server", "redis/redis.conf");
            Awaitility.await().atMost(ONE_MINUTE).until(() -> servers.redisRestarts() == 2);
            assertThat(RedisPing.succeeds(addresses.redisSocket())).isTrue();
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void aPathThatIsTooLongForSocketsIsNoObstacle() {
        dataDir = dataDir.resolve("a".repeat(100));
        try (EmbeddedServers servers = TestServers.in(dataDir)) {
            EmbeddedServers.Addresses addresses = TestServers.start(servers);

            assertThat(TestServers.query(addresses, "SELECT 1")).isEqualTo("1");
            assertThat(addresses.redisSocket().getParent()).satisfies(TestServers::isPrivate);
        }
    }

    private void kill(String program, String argument) throws IOException {
        assertThat(OrphanedProcesses.find(program, dataDir.toRealPath().resolve(argument)))
                .singleElement()
                .satisfies(ProcessHandle::destroyForcibly);
    }

    /** Process ids of the servers that run on the data folder. */
    private List<Long> running() {
        try {
            Path real = dataDir.toRealPath();
            return Stream.concat(
                            OrphanedProcesses.find("postgres", real.resolve("postgres")).stream(),
                            OrphanedProcesses.find("redis-server", real.resolve("redis/redis.conf")).stream())
                    .map(ProcessHandle::pid)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
