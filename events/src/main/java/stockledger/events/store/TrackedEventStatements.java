package stockledger.events.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import stockledger.events.bulk.UploadEvent.ChunkStored;

/**
 * The statements that read events in the order of their globalIndex. Axon's own read a range of indexes and need a second
 * statement whenever the range is empty, to find out whether events lie behind it; these read the next events wherever
 * they are.
 */
final class TrackedEventStatements {

    private TrackedEventStatements() {}

    /** Reads the next events after an index. */
    static PreparedStatement withoutGaps(Connection connection, EventSchema schema, long after, int limit)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(
                bounded(next(schema) + " ORDER BY " + schema.globalIndexColumn() + " LIMIT ?", schema));
        statement.setLong(1, after);
        statement.setInt(2, limit);
        return statement;
    }

    /** Reads events that were appended late, then the next ones. Two index scans: an OR would scan the whole table. */
    static PreparedStatement withGaps(Connection connection, EventSchema schema, long after, int limit, List<Long> gaps)
            throws SQLException {
        String index = schema.globalIndexColumn();
        PreparedStatement statement = connection.prepareStatement(bounded(
                "(" + select(schema) + " WHERE " + index + " = ANY(?)) UNION ALL (" + next(schema) + " ORDER BY "
                        + index + " LIMIT ?) ORDER BY " + index,
                schema));
        statement.setArray(1, connection.createArrayOf("bigint", gaps.toArray()));
        statement.setLong(2, after);
        statement.setInt(3, limit);
        return statement;
    }

    private static String bounded(String select, EventSchema schema) {
        return ReadSize.bounded(select, schema.trackedEventFields(), schema.globalIndexColumn(), schema);
    }

    private static String next(EventSchema schema) {
        return select(schema) + " WHERE " + schema.globalIndexColumn() + " > ?";
    }

    /**
     * Without the rows of uploads: no tracking reader handles them, and they would fill the memory that holds the newest
     * events. Workers read them from their own streams.
     */
    private static String select(EventSchema schema) {
        String column = schema.payloadColumn();
        String payload = "CASE WHEN %s = '%s' THEN '{}'::bytea ELSE %s END AS %s"
                .formatted(schema.payloadTypeColumn(), EventNames.nameOf(ChunkStored.class), column, column);
        String fields = schema.trackedEventFields().replace(", " + column + ",", ", " + payload + ",");
        return "SELECT " + fields + " FROM " + schema.domainEventTable();
    }
}
