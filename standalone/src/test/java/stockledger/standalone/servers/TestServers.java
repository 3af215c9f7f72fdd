package stockledger.standalone.servers;

import java.nio.file.Path;
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

    /** Returns the first column of the first row. */
    static String query(EmbeddedServers.Addresses addresses, String sql) {
        try (Connection connection = DriverManager.getConnection(
                        addresses.postgresUrl(), addresses.postgresUser(), addresses.postgresPassword());
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void execute(EmbeddedServers.Addresses addresses, String sql) {
        try (Connection connection = DriverManager.getConnection(
                addresses.postgresUrl(), addresses.postgresUser(), addresses.postgresPassword())) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
