package stockledger.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers start and end with their data folder, and those of a Stockledger that was killed are found again. */
class ServersComeAndGoTest {

    @TempDir
    private Path dataDir;

    @Test
    void aRestartKeepsEventsAndPassword() {
        EmbeddedServers.Addresses before;
        try (EmbeddedServers servers = Servers.in(dataDir)) {
            before = Servers.started(servers);
            Servers.tell(before, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        assertThat(running()).isEmpty();

        try (EmbeddedServers servers = Servers.in(dataDir)) {
            EmbeddedServers.Addresses after = Servers.started(servers);
            assertThat(Servers.ask(after, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(after.postgresPassword()).isEqualTo(before.postgresPassword());
            assertThat(after.redisPassword()).isNotEqualTo(before.redisPassword());
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void aMongoDbThatIsThereAlreadyIsUsedAndItsPasswordNotSaid() {
        String uri = "mongodb://shop:secret@127.0.0.1:27017/stockledger";
        EmbeddedSettings settings = Servers.settings(Map.of("stockledger.embedded.mongo-uri", uri));

        try (EmbeddedServers servers = new EmbeddedServers(dataDir, settings)) {
            EmbeddedServers.Addresses at = Servers.started(servers);

            assertThat(at.mongoUri()).isEqualTo(uri);
            assertThat(at.toString()).endsWith("mongodb://127.0.0.1:27017/stockledger");
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedBeforeAnythingUsesIt() {
        EmbeddedSettings settings = Servers.settings(Map.of("stockledger.embedded.mongo-uri", "localhost:27017"));

        try (EmbeddedServers servers = new EmbeddedServers(dataDir, settings)) {
            assertThatThrownBy(() -> Servers.started(servers))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("stockledger.embedded.mongo-uri");
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsEndedByTheNextStart() throws Exception {
        StopOrder killed = new StopOrder();
        EmbeddedSettings settings = Servers.settings();
        DataFolder folder = DataFolder.lock(dataDir);
        Programs programs = new Programs(settings.programsDir());
        PostgresServer postgres = PostgresServer.start(folder, PostgresPrograms.in(programs), settings, killed);
        RedisServer redis = RedisServer.start(folder, programs, settings, killed);
        folder.close();

        try (EmbeddedServers servers = Servers.in(dataDir)) {
            EmbeddedServers.Addresses at = Servers.started(servers);
            assertThat(Servers.ask(at, "SELECT 1")).isEqualTo("1");
            assertThat(running()).hasSize(2).doesNotContain(postgres.pid(), redis.pid());
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void aProcessThatHasTheOldNumberByNowIsLeftAlone() throws Exception {
        try (EmbeddedServers servers = Servers.in(dataDir)) {
            Servers.started(servers);
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

            try (EmbeddedServers servers = Servers.in(dataDir)) {
                assertThat(Servers.ask(Servers.started(servers), "SELECT 1")).isEqualTo("1");
            }
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly().waitFor();
        }
    }

    @Test
    void oneDataFolderHasOneStockledger() {
        try (EmbeddedServers first = Servers.in(dataDir);
                EmbeddedServers second = Servers.in(dataDir)) {
            EmbeddedServers.Addresses at = Servers.started(first);

            assertThatThrownBy(() -> Servers.started(second))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("in use by another Stockledger")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            second.close();

            assertThat(Servers.ask(at, "SELECT 1")).isEqualTo("1");
            assertThat(running()).hasSize(2);
        }
    }

    @Test
    void twoDataFoldersDoNotKnowEachOther(@TempDir Path otherDir) {
        try (EmbeddedServers one = Servers.in(dataDir);
                EmbeddedServers other = Servers.in(otherDir)) {
            EmbeddedServers.Addresses at = Servers.started(one);
            EmbeddedServers.Addresses otherAt = Servers.started(other);
            Servers.tell(at, "CREATE TABLE mine (x int)");

            assertThat(Servers.ask(otherAt, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'"))
                    .isEqualTo("0");
            one.close();
            assertThat(Servers.ask(otherAt, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aStartThatWasKilledWhileMakingTheFilesLeavesNothingInTheWay() throws IOException {
        Files.createDirectories(dataDir.resolve("postgres.new/base"));
        Files.writeString(dataDir.resolve("postgres.new/PG_VERSION"), "14");

        try (EmbeddedServers servers = Servers.in(dataDir)) {
            assertThat(Servers.ask(Servers.started(servers), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void whatIsStoppedWhileStartingStartsNothingMore() {
        EmbeddedServers servers = Servers.in(dataDir);
        servers.close();

        assertThatThrownBy(() -> Servers.started(servers)).isInstanceOf(CannotStart.class);
        assertThat(running()).isEmpty();
        try (EmbeddedServers next = Servers.in(dataDir)) {
            Servers.started(next);
        }
    }

    @Test
    void lostFilesAreSaidAndNotReplaced() throws IOException {
        try (EmbeddedServers servers = Servers.in(dataDir)) {
            Servers.started(servers);
        }
        Files.delete(dataDir.resolve("postgres.password"));
        try (EmbeddedServers servers = Servers.in(dataDir)) {
            assertThatThrownBy(() -> Servers.started(servers)).hasMessageContaining("postgres.password");
        }

        Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "9.6\n");
        try (EmbeddedServers servers = Servers.in(dataDir)) {
            assertThatThrownBy(() -> Servers.started(servers)).hasMessageContaining("incompatible");
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void aFileIsNoDataFolder(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        try (EmbeddedServers servers = Servers.in(file)) {
            assertThatThrownBy(() -> Servers.started(servers)).hasMessageContaining("not a folder");
        }
    }

    @Test
    void whoeverWatchesHearsThatPostgresWasLost() throws Exception {
        var lost = new java.util.concurrent.CountDownLatch(1);
        try (EmbeddedServers servers = Servers.in(dataDir)) {
            servers.start(lost::countDown);
            Orphans.of("postgres", dataDir.toRealPath().resolve("postgres")).forEach(ProcessHandle::destroyForcibly);

            assertThat(lost.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The numbers of the servers that run on this data folder. */
    private List<Long> running() {
        try {
            Path real = dataDir.toRealPath();
            return java.util.stream.Stream.concat(
                            Orphans.of("postgres", real.resolve("postgres")).stream(),
                            Orphans.of("redis-server", real.resolve("redis/redis.conf")).stream())
                    .map(ProcessHandle::pid)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
