package stockledger.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Embedded servers for tests: binaries unpacked once, and access to PostgreSQL. */
final class TestServers {

    private static final Path BINARIES = Path.of("target/programs").toAbsolutePath();

    static final String VERSION = "1";

    private TestServers() {}

    static EmbeddedSettings settings() {
        return settings(Map.of());
    }

    static EmbeddedSettings settings(Map<String, String> additional) {
        Map<String, String> all = new HashMap<>(additional);
        all.put("stockledger.embedded.programs-dir", BINARIES.toString());
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("stockledger.embedded", EmbeddedSettings.class)
                .get();
    }

    static EmbeddedServers in(Path dataDir) {
        return new EmbeddedServers(dataDir, settings(), VERSION);
    }

    static EmbeddedServers.Addresses start(EmbeddedServers servers) {
        return servers.start(reason -> {});
    }

    static MongoClient mongoClient(EmbeddedServers servers) {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(EmbeddedMongo.URI))
                .build();
        return servers.mongoClient(settings, MongoDriverInformation.builder().build());
    }

    /** Returns the first column of the first row. */
    static String query(EmbeddedServers.Addresses addresses, String sql) {
        try (Connection connection = connect(addresses);
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void execute(EmbeddedServers.Addresses addresses, String sql) {
        try (Connection connection = connect(addresses)) {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void execute(Connection connection, String sql) {
        try {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Connection connect(EmbeddedServers.Addresses addresses) throws SQLException {
        return DriverManager.getConnection(
                addresses.postgresUrl(), addresses.postgresUser(), addresses.postgresPassword());
    }

    /** Only its owner may use it. */
    static void isPrivate(Path path) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }
}
