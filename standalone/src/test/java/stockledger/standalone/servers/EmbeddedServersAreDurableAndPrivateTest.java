package stockledger.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL commits durably, and the servers accept only local connections with the password. */
class EmbeddedServersAreDurableAndPrivateTest {

    @TempDir
    private static Path dataDir;

    private static EmbeddedServers servers;
    private static EmbeddedServers.Addresses addresses;

    @BeforeAll
    static void start() throws IOException {
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
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
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
        assertThat(addresses.toString())
                .doesNotContain(addresses.postgresPassword())
                .doesNotContain(addresses.redisPassword());
    }

    @Test
    void redisRequiresThePasswordAndIsNotPersistent() throws IOException {
        assertThat(RedisPing.succeeds(addresses.redisPort(), addresses.redisPassword()))
                .isTrue();
        assertThat(RedisPing.succeeds(addresses.redisPort(), "guess")).isFalse();
        assertThat(Files.readAllLines(dataDir.resolve("redis/redis.conf")))
                .contains("save \"\"", "appendonly no", "protected-mode yes", "bind 127.0.0.1");
    }

    @Test
    void serversListenOnTheLoopbackAddressOnly() throws IOException {
        int postgres =
                URI.create(addresses.postgresUrl().substring("jdbc:".length())).getPort();
        int mongo = URI.create(addresses.mongoUri()).getPort();
        List<InetAddress> otherAddresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .toList();
        for (InetAddress address : otherAddresses) {
            for (int port : new int[] {postgres, addresses.redisPort(), mongo}) {
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 1_000))
                            .isInstanceOf(ConnectException.class);
                }
            }
        }
    }
}
