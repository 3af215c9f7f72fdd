package stockledger.events.store;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Only a PostgreSQL server that accepts writes is used as event store: a standby has events late, and a process that reads
 * there would answer from the past. The driver checks each new connection, without a round trip, so it applies after a
 * fail-over too. A URL that names all servers finds the one that was promoted.
 */
final class PrimaryServer {

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryServer.class);

    /** The driver asks a server again that was a standby before; its default of 10 s would delay a fail-over. */
    private static final String RECHECK_SECONDS = "1";

    private static final String IS_READ_ONLY =
            "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'";

    private PrimaryServer() {}

    /** Properties of the driver; those in the URL take precedence. */
    static Map<String, String> properties() {
        return Map.of("targetServerType", "primary", "hostRecheckSeconds", RECHECK_SECONDS);
    }

    /** The name of this process in {@code pg_stat_activity}, which shows whose transaction holds others up. */
    static String applicationName(String role) {
        return role + " " + ManagementFactory.getRuntimeMXBean().getName();
    }

    /**
     * Why the event store could not be opened.
     *
     * @return the failure itself, or a {@link StandbyEventStoreException} when a server answers and accepts no writes
     */
    static RuntimeException explained(RuntimeException failure, EventStoreSettings.Jdbc settings) {
        Properties properties = new Properties();
        properties.setProperty("user", settings.username());
        properties.setProperty("password", settings.password());
        properties.setProperty("targetServerType", "any");
        properties.setProperty(
                "loginTimeout",
                String.valueOf(Math.max(1, settings.connectionTimeout().toSeconds())));
        try (Connection connection = DriverManager.getConnection(settings.url(), properties);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(IS_READ_ONLY)) {
            if (found.next() && found.getBoolean(1)) {
                return new StandbyEventStoreException(settings.url(), failure);
            }
        } catch (SQLException e) {
            LOG.debug("the event store cannot be asked whether it is a standby: {}", e.getMessage());
        }
        return failure;
    }
}
