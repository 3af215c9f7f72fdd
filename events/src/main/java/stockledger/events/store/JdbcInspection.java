package stockledger.events.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import stockledger.events.EventStoreInspection;

/** Questions to PostgreSQL. */
final class JdbcInspection implements EventStoreInspection {

    private static final String SELECT =
            "SELECT globalIndex, aggregateIdentifier, sequenceNumber, eventIdentifier, timeStamp FROM DomainEventEntry ";

    private static final int MAX_MISSING = 1_000;

    private static final String MISSING = """
            SELECT p, (SELECT n.timeStamp FROM DomainEventEntry n WHERE n.globalIndex > p ORDER BY n.globalIndex LIMIT 1)
            FROM unnest(?) p
            WHERE NOT EXISTS (SELECT FROM DomainEventEntry e WHERE e.globalIndex = p)
            ORDER BY p
            """;

    /**
     * Sessions that hold the lock of a transaction that has written to the table, except vacuum's and those of appends that are about
     * to commit. A table of another database may have the same number.
     */
    private static final String OPEN_APPENDS = """
            SELECT DISTINCT a.pid, a.application_name, a.usename, host(a.client_addr) AS client, a.state, a.xact_start,
                extract(epoch FROM clock_timestamp() - a.xact_start)::bigint AS age
            FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
            WHERE l.relation = 'DomainEventEntry'::regclass AND l.mode = 'RowExclusiveLock' AND l.granted
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND a.xact_start < clock_timestamp() - interval '%d seconds' AND a.backend_type = 'client backend'
            ORDER BY a.xact_start, a.pid
            """.formatted(EventStoreInspection.MIN_OPEN_SECONDS);

    /** Only while the transaction is the one that was listed: a process id may be of another by now. */
    private static final String END =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ? AND xact_start = ?";

    private final JdbcTemplate jdbc;

    JdbcInspection(DataSource source) {
        this.jdbc = new JdbcTemplate(source);
    }

    @Override
    public String kind() {
        return "jdbc";
    }

    @Override
    public @Nullable EventCoordinates first() {
        return one(SELECT + "ORDER BY globalIndex LIMIT 1");
    }

    @Override
    public @Nullable EventCoordinates last() {
        return one(SELECT + "ORDER BY globalIndex DESC LIMIT 1");
    }

    private @Nullable EventCoordinates one(String query) {
        List<EventCoordinates> found = jdbc.query(query, (row, number) -> place(row));
        return found.isEmpty() ? null : found.get(0);
    }

    private static EventCoordinates place(ResultSet row) throws SQLException {
        return new EventCoordinates(
                row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), Instant.parse(row.getString(5)));
    }

    @Override
    public boolean contains(EventCoordinates event) {
        List<String> ids = jdbc.queryForList(
                "SELECT eventIdentifier FROM DomainEventEntry WHERE aggregateIdentifier = ? AND sequenceNumber = ?",
                String.class,
                event.stream(),
                event.sequence());
        return ids.contains(event.id());
    }

    @Override
    public boolean hasOpenAppends() {
        return true;
    }

    @Override
    public List<MissingPosition> missing(Collection<Long> positions) {
        if (positions.isEmpty()) {
            return List.of();
        }
        Long[] wanted = positions.stream().limit(MAX_MISSING).toArray(Long[]::new);
        return jdbc.query(
                MISSING,
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("bigint", wanted)),
                (row, number) -> {
                    String since = row.getString(2);
                    return new MissingPosition(row.getLong(1), since == null ? null : Instant.parse(since));
                });
    }

    @Override
    public List<OpenAppend> openAppends() {
        return jdbc.query(
                OPEN_APPENDS,
                (row, number) -> new OpenAppend(
                        row.getInt("pid"),
                        row.getString("application_name"),
                        row.getString("usename"),
                        row.getString("client"),
                        row.getString("state"),
                        row.getTimestamp("xact_start").toInstant(),
                        row.getLong("age")));
    }

    @Override
    public boolean end(OpenAppend append) {
        List<Boolean> ended = jdbc.queryForList(END, Boolean.class, append.pid(), Timestamp.from(append.since()));
        return ended.contains(Boolean.TRUE);
    }
}
