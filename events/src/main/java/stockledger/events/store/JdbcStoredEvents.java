package stockledger.events.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import stockledger.events.store.lookup.StoredEvents;

/** Reads single events and parts of streams of PostgreSQL, all of a request by one statement. */
final class JdbcStoredEvents implements StoredEvents {

    /** Each part is looked up by the unique index, however many events PostgreSQL expects: a sorted subquery is not joined otherwise. */
    private static final String OF_RANGES =
            " FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS wanted(stream, first, last)"
                    + " CROSS JOIN LATERAL (SELECT * FROM DomainEventEntry WHERE aggregateIdentifier = wanted.stream"
                    + " AND sequenceNumber BETWEEN wanted.first AND wanted.last ORDER BY sequenceNumber) e";

    private static final String READ = "SELECT e.type, e.aggregateIdentifier, e.sequenceNumber, e.eventIdentifier,"
            + " e.timeStamp, e.payloadType, e.payloadRevision, e.payload, e.metaData"
            + OF_RANGES;

    private static final String POSITIONS = "SELECT e.aggregateIdentifier, e.sequenceNumber, e.globalIndex" + OF_RANGES;

    private static final String SEPARATOR = "-";

    /** More are gaps of lost races, which stay empty. */
    private static final int MAX_GAPS = 50;

    private final DataSource source;
    private final AdvisoryLockEngine engine;

    /** @param engine turns what is stored into messages */
    JdbcStoredEvents(DataSource source, AdvisoryLockEngine engine) {
        this.source = source;
        this.engine = engine;
    }

    @Override
    public Map<String, List<DomainEventMessage<?>>> readRanges(Collection<Range> ranges) {
        if (ranges.isEmpty()) {
            return Map.of();
        }
        Map<String, List<DomainEventMessage<?>>> events = new HashMap<>();
        DomainEventStream messages = engine.messages(select(ranges));
        while (messages.hasNext()) {
            DomainEventMessage<?> event = messages.next();
            events.computeIfAbsent(event.getAggregateIdentifier(), absent -> new ArrayList<>())
                    .add(event);
        }
        events.values()
                .forEach(ofStream -> ofStream.sort(Comparator.comparingLong(DomainEventMessage::getSequenceNumber)));
        return events;
    }

    private List<DomainEventData<byte[]>> select(Collection<Range> ranges) {
        List<DomainEventData<byte[]>> found = new ArrayList<>();
        select(READ, ranges, row -> found.add(event(row)));
        return found;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void select(String statement, Collection<Range> ranges, RowReader reader) {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(statement)) {
            select.setArray(1, array(connection, "text", ranges, Range::stream));
            select.setArray(2, array(connection, "bigint", ranges, Range::first));
            select.setArray(3, array(connection, "bigint", ranges, Range::last));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new EventStoreException("Events could not be read", e);
        }
    }

    private static Array array(
            Connection connection, String type, Collection<Range> ranges, Function<Range, Object> member)
            throws SQLException {
        return connection.createArrayOf(type, ranges.stream().map(member).toArray());
    }

    private static DomainEventData<byte[]> event(ResultSet row) throws SQLException {
        return new GenericDomainEventEntry<>(
                row.getString("type"),
                row.getString("aggregateIdentifier"),
                row.getLong("sequenceNumber"),
                row.getString("eventIdentifier"),
                row.getString("timeStamp"),
                row.getString("payloadType"),
                row.getString("payloadRevision"),
                row.getBytes("payload"),
                row.getBytes("metaData"));
    }

    /** An event that was appended late has a token with the greatest position that was read before it. */
    @Override
    public Map<Address, Long> positionsOf(Collection<Address> addresses) {
        Map<Address, Long> positions = new HashMap<>();
        if (!addresses.isEmpty()) {
            select(
                    POSITIONS,
                    addresses.stream()
                            .map(one -> new Range(one.stream(), one.sequence(), one.sequence()))
                            .toList(),
                    row -> positions.put(new Address(row.getString(1), row.getLong(2)), row.getLong(3)));
        }
        return positions;
    }

    @Override
    public String textOf(TrackingToken token) {
        GapAwareTrackingToken position = (GapAwareTrackingToken) token;
        SortedSet<Long> gaps = position.getGaps();
        return position.getIndex()
                + gaps.stream()
                        .skip(Math.max(0, gaps.size() - MAX_GAPS))
                        .map(gap -> SEPARATOR + gap)
                        .collect(Collectors.joining());
    }

    @Override
    public TrackingToken tokenOf(String text) {
        String[] numbers = text.split(SEPARATOR, -1);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < numbers.length; i++) {
            gaps.add(Long.parseLong(numbers[i]));
        }
        return GapAwareTrackingToken.newInstance(Long.parseLong(numbers[0]), gaps);
    }
}
