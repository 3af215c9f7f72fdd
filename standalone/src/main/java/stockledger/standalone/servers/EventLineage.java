package stockledger.standalone.servers;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stockledger.standalone.documents.DocumentStore;

/**
 * Compares read models with the event store that they were folded from.
 *
 * <p>How it works: each start stores the same new random id in both. If they contain different ids at the next start, one of
 * them was replaced. An older copy of the event store that still contains the id ends before the newest event that was
 * folded. The id is announced in the read models before PostgreSQL commits it, so that a crash between the two is no
 * difference.
 */
final class EventLineage implements AutoCloseable {

    private static final String CURRENT = "lineage";
    private static final String ANNOUNCED = "lineage-announced";

    private final Connection connection;

    private EventLineage(Connection connection) {
        this.connection = connection;
    }

    static EventLineage connect(PostgresServer postgres) throws SQLException, IOException {
        return new EventLineage(DriverManager.getConnection(postgres.url(), PostgresCluster.USER, postgres.password()));
    }

    /** Why these read models are not those of the event store; null when they are. */
    @Nullable
    String difference(DocumentStore documents) throws SQLException {
        if (documents.isEmpty()) {
            return null;
        }
        String stored = stored();
        boolean known = stored != null
                && (stored.equals(documents.property(CURRENT)) || stored.equals(documents.property(ANNOUNCED)));
        if (!known) {
            return "they belong to other events than those in the data folder";
        }
        long last = lastEvent();
        long folded = TrackingTokens.last(documents);
        return folded > last ? "they contain event " + folded + ", and the last event is " + last : null;
    }

    /** Marks both as belonging together. */
    void mark(DocumentStore documents) throws SQLException {
        String next = UUID.randomUUID().toString();
        documents.putProperty(ANNOUNCED, next);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS StandaloneLineage (single BOOLEAN PRIMARY KEY, id TEXT NOT NULL)");
        }
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO StandaloneLineage VALUES (TRUE, ?)"
                + " ON CONFLICT (single) DO UPDATE SET id = EXCLUDED.id")) {
            statement.setString(1, next);
            statement.executeUpdate();
        }
        documents.putProperty(CURRENT, next);
    }

    private @Nullable String stored() throws SQLException {
        return exists("standalonelineage") ? value("SELECT id FROM StandaloneLineage") : null;
    }

    private long lastEvent() throws SQLException {
        String last = exists("domainevententry") ? value("SELECT MAX(globalIndex) FROM DomainEventEntry") : null;
        return last == null ? -1 : Long.parseLong(last);
    }

    private boolean exists(String table) throws SQLException {
        return value("SELECT to_regclass('" + table + "')") != null;
    }

    private @Nullable String value(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
