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

/** What PostgreSQL acknowledged is on the disk, and only who has the password reads it. */
class EventsAreKeptSafelyTest {

    @TempDir
    private static Path dataDir;

    private static EmbeddedServers servers;
    private static EmbeddedServers.Addresses at;

    @BeforeAll
    static void start() throws IOException {
        // A file in its folder that trades safety for speed changes nothing.
        servers = Servers.in(dataDir);
        Servers.started(servers);
        servers.close();
        Files.write(
                dataDir.resolve("postgres/postgresql.auto.conf"),
                List.of("fsync = off", "synchronous_commit = off", "full_page_writes = off", "listen_addresses = '*'"));
        servers = Servers.in(dataDir);
        at = Servers.started(servers);
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
    void isSetSo(String setting, String value) {
        assertThat(Servers.ask(at, "SHOW " + setting)).isEqualTo(value);
    }

    @Test
    void textIsSortedByItsBytes() {
        assertThat(Servers.ask(at, "SELECT string_agg(s, '' ORDER BY s) FROM unnest(ARRAY['b','a','B','ä','_','1']) s"))
                .isEqualTo("1B_abä");
    }

    @ParameterizedTest
    @CsvSource({"''", "guess"})
    void nobodyComesInWithoutThePassword(String password) {
        assertThatThrownBy(() -> DriverManager.getConnection(at.postgresUrl(), at.postgresUser(), password)
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
        assertThat(at.toString()).doesNotContain(at.postgresPassword()).doesNotContain(at.redisPassword());
    }

    @Test
    void redisAnswersOnlyThePasswordAndKeepsNothingOnDisk() throws IOException {
        assertThat(RedisGreeting.isAnswered(at.redisPort(), at.redisPassword())).isTrue();
        assertThat(RedisGreeting.isAnswered(at.redisPort(), "guess")).isFalse();
        assertThat(Files.readAllLines(dataDir.resolve("redis/redis.conf")))
                .contains("save \"\"", "appendonly no", "protected-mode yes", "bind 127.0.0.1");
    }

    @Test
    void nothingListensBeyondTheLoopback() throws IOException {
        int postgres = URI.create(at.postgresUrl().substring("jdbc:".length())).getPort();
        int mongo = URI.create(at.mongoUri()).getPort();
        List<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .toList();
        for (InetAddress address : outside) {
            for (int port : new int[] {postgres, at.redisPort(), mongo}) {
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 1_000))
                            .isInstanceOf(ConnectException.class);
                }
            }
        }
    }
}
