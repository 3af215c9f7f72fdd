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

/** What the tests of the embedded servers share: programs unpacked once, and a short way to ask PostgreSQL. */
final class Servers {

    private static final Path PROGRAMS = Path.of("target/programs").toAbsolutePath();

    private Servers() {}

    static EmbeddedSettings settings() {
        return settings(Map.of());
    }

    static EmbeddedSettings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("stockledger.embedded.programs-dir", PROGRAMS.toString());
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("stockledger.embedded", EmbeddedSettings.class)
                .get();
    }

    static EmbeddedServers in(Path dataDir) {
        return new EmbeddedServers(dataDir, settings());
    }

    static EmbeddedServers.Addresses started(EmbeddedServers servers) {
        return servers.start(() -> {});
    }

    /** The first column of the first row. */
    static String ask(EmbeddedServers.Addresses at, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(at.postgresUrl(), at.postgresUser(), at.postgresPassword());
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void tell(EmbeddedServers.Addresses at, String sql) {
        try (Connection connection =
                DriverManager.getConnection(at.postgresUrl(), at.postgresUser(), at.postgresPassword())) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
