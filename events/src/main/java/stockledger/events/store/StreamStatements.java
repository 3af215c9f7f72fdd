package stockledger.events.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;

/** The statement that reads the events of one stream: Axon's, bounded in bytes. */
final class StreamStatements {

    private StreamStatements() {}

    /** Reads the next events of a stream. */
    static PreparedStatement events(
            Connection connection, EventSchema schema, String stream, long firstSequence, int limit)
            throws SQLException {
        String fields = schema.domainEventFields();
        String order = schema.sequenceNumberColumn();
        PreparedStatement statement = connection.prepareStatement(ReadSize.bounded(
                "SELECT " + fields + " FROM " + schema.domainEventTable() + " WHERE "
                        + schema.aggregateIdentifierColumn() + " = ? AND " + order + " >= ? ORDER BY " + order
                        + " LIMIT ?",
                fields,
                order,
                schema));
        statement.setString(1, stream);
        statement.setLong(2, firstSequence);
        statement.setInt(3, limit);
        return statement;
    }
}
