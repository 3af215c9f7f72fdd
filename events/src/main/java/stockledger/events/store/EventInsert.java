package stockledger.events.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import stockledger.events.bulk.UploadEvent.ChunkStored;

/**
 * Inserts any number of events by one statement, an array for each column: PostgreSQL plans it once, and it is atomic without
 * a transaction around it. The values are those of Axon's own statement.
 */
final class EventInsert {

    private static final String SQL = "INSERT INTO DomainEventEntry (eventIdentifier, aggregateIdentifier,"
            + " sequenceNumber, type, timeStamp, payloadType, payloadRevision, payload, metaData)"
            + " SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],"
            + " ?::bytea[], ?::bytea[]) RETURNING globalIndex";

    private static final String CHUNK = EventNames.nameOf(ChunkStored.class);
    private static final byte[] EMPTY_JSON = {'{', '}'};

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

    /**
     * Executes the statement.
     *
     * @return the indexes of the events, in their order: PostgreSQL inserts the rows of arrays one after another
     */
    long[] execute(Connection connection) throws SQLException {
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
            long[] indexes = new long[identifiers.length];
            try (ResultSet inserted = insert.executeQuery()) {
                for (int i = 0; inserted.next(); i++) {
                    indexes[i] = inserted.getLong(1);
                }
            }
            return indexes;
        }
    }

    /** The events as {@link TrackedEventStatements} would read them, by index. */
    Map<Long, DomainEventData<byte[]>> byIndex(long[] indexes) {
        Map<Long, DomainEventData<byte[]>> events = new HashMap<>();
        for (int i = 0; i < indexes.length; i++) {
            byte[] payload = payloadTypes[i].equals(CHUNK) ? EMPTY_JSON : payloads[i];
            events.put(
                    indexes[i],
                    new GenericDomainEventEntry<>(
                            types[i],
                            streams[i],
                            versions[i],
                            identifiers[i],
                            times[i],
                            payloadTypes[i],
                            revisions[i],
                            payload,
                            metadata[i]));
        }
        return events;
    }
}
