package stockledger.events.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/**
 * Inserts any number of events by one statement, an array for each column: PostgreSQL plans it once, and it is atomic without
 * a transaction around it. The values are those of Axon's own statement.
 */
final class EventInsert {

    private static final String SQL = "INSERT INTO DomainEventEntry (eventIdentifier, aggregateIdentifier,"
            + " sequenceNumber, type, timeStamp, payloadType, payloadRevision, payload, metaData)"
            + " SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],"
            + " ?::bytea[], ?::bytea[])";

    private final String[] identifiers;
    private final String[] streams;
    private final Long[] versions;
    private final String[] types;
    private final String[] times;
    private final String[] payloadTypes;
    private final String[] revisions;
    private final byte[][] payloads;
    private final byte[][] metadata;

    EventInsert(List<? extends EventMessage<?>> events, Serializer serializer) {
        int count = events.size();
        identifiers = new String[count];
        streams = new String[count];
        versions = new Long[count];
        types = new String[count];
        times = new String[count];
        payloadTypes = new String[count];
        revisions = new String[count];
        payloads = new byte[count][];
        metadata = new byte[count][];
        for (int i = 0; i < count; i++) {
            DomainEventMessage<?> event = (DomainEventMessage<?>) events.get(i);
            SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
            identifiers[i] = event.getIdentifier();
            streams[i] = event.getAggregateIdentifier();
            versions[i] = event.getSequenceNumber();
            types[i] = event.getType();
            times[i] = DateTimeUtils.formatInstant(event.getTimestamp());
            payloadTypes[i] = payload.getType().getName();
            revisions[i] = payload.getType().getRevision();
            payloads[i] = payload.getData();
            metadata[i] = event.serializeMetaData(serializer, byte[].class).getData();
        }
    }

    void execute(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SQL)) {
            insert.setArray(1, connection.createArrayOf("text", identifiers));
            insert.setArray(2, connection.createArrayOf("text", streams));
            insert.setArray(3, connection.createArrayOf("bigint", versions));
            insert.setArray(4, connection.createArrayOf("text", types));
            insert.setArray(5, connection.createArrayOf("text", times));
            insert.setArray(6, connection.createArrayOf("text", payloadTypes));
            insert.setArray(7, connection.createArrayOf("text", revisions));
            insert.setArray(8, connection.createArrayOf("bytea", payloads));
            insert.setArray(9, connection.createArrayOf("bytea", metadata));
            insert.executeUpdate();
        }
    }
}
