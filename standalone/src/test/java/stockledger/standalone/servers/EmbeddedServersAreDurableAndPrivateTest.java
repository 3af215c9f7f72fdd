package stockledger.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL commits durably, and no other user of the machine can connect to the servers. */
class EmbeddedServersAreDurableAndPrivateTest {

    @TempDir
    private static Path dataDir;

    private static EmbeddedServers servers;
    private static EmbeddedServers.Addresses addresses;
    private static Set<Integer> portsBefore;

    @BeforeAll
    static void start() throws IOException {
        portsBefore = ListeningPorts.of(ProcessHandle.current().pid());
        // Unsafe settings in a configuration file must have no effect.
        servers = TestServers.in(dataDir);
        TestServers.start(servers);
        servers.close();
        Files.write(
                dataDir.resolve("postgres/postgresql.auto.conf"),
                List.of("fsync = off", "synchronous_commit = off", "full_page_writes = off", "listen_addresses = '*'"));
        servers = TestServers.in(dataDir);
        addresses = TestServers.start(servers);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "listen_addresses, ''",
        "unix_socket_permissions, 0700",
        "server_encoding, UTF8",
        "lc_collate, C",
        "lc_ctype, C",
        "log_min_messages, log",
    })
    void settingHasItsRequiredValue(String setting, String value) {
        assertThat(TestServers.query(addresses, "SHOW " + setting)).isEqualTo(value);
    }

    @Test
    void textIsSortedByItsBytes() {
        assertThat(TestServers.query(
                        addresses, "SELECT string_agg(s, '' ORDER BY s) FROM unnest(ARRAY['b','a','B','ä','_','1']) s"))
                .isEqualTo("1B_abä");
    }

    @ParameterizedTest
    @CsvSource({"''", "guess"})
    void postgresRequiresThePassword(String password) {
        assertThatThrownBy(
                        () -> DriverManager.getConnection(addresses.postgresUrl(), addresses.postgresUser(), password)
                                .close())
                .hasMessageContaining("password");
    }

    @Test
    void passwordsAreReadableByTheirOwnerAlone() throws IOException {
        for (String file : List.of("postgres.password", "redis/redis.conf")) {
            assertThat(Files.getPosixFilePermissions(dataDir.resolve(file)))
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
        }
        assertThat(addresses.toString()).doesNotContain(addresses.postgresPassword());
    }

    @Test
    void redisIsNotPersistent() throws IOException {
        assertThat(RedisPing.succeeds(addresses.redisSocket())).isTrue();
        assertThat(Files.readAllLines(dataDir.resolve("redis/redis.conf"))).contains("save \"\"", "appendonly no");
    }

    @Test
    void socketsAreReachableByTheirOwnerAlone() throws IOException {
        Path folder = addresses.redisSocket().getParent();

        assertThat(folder)
                .satisfies(TestServers::isPrivate)
                .isEqualTo(dataDir.toRealPath().resolve("sockets"));
        try (Stream<Path> sockets =
                Files.list(folder).filter(path -> !path.toString().endsWith(".lock"))) {
            assertThat(sockets).hasSize(2).allSatisfy(TestServers::isPrivate);
        }
    }

    @Test
    void noServerListensOnAPort() throws IOException {
        List<Path> data = List.of(dataDir.toRealPath());
        List<ProcessHandle> servers = ProcessHandle.current()
                .children()
                .filter(child -> child.info().arguments().stream()
                        .flatMap(Stream::of)
                        .anyMatch(argument -> argument.startsWith(data.get(0).toString())))
                .toList();
        assertThat(servers).hasSize(2);

        for (ProcessHandle server : servers) {
            assertThat(ListeningPorts.of(server.pid())).isEmpty();
        }
        assertThat(ListeningPorts.of(ProcessHandle.current().pid())).isEqualTo(portsBefore);
    }
}
