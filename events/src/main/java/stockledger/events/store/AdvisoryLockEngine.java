package stockledger.events.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The JDBC engine, with an advisory lock per stream while several processes append to the same streams.
 *
 * <p>A refused append has consumed values of the globalIndex sequence. Axon's readers track each such gap in every
 * tracking token until the gap timeout: some thousands of lost races cost a gigabyte of memory and stall the readers.
 * So for a minute after it lost a race, a process locks each stream, and checks that the version is still free, before
 * it inserts. A process that appends alone never loses a race and never locks.
 */
final class AdvisoryLockEngine extends JdbcEventStorageEngine {

    /** Two statements in one round trip: the second sees all that was committed before the lock was granted. */
    private static final String LOCK_AND_CHECK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 7319042));"
            + " SELECT 1 FROM DomainEventEntry WHERE aggregateIdentifier = ? AND sequenceNumber >= ? LIMIT 1";

    private final ConnectionProvider connections;
    private final TransactionManager transactions;
    private final AppendTransactions appends;
    private final RecentAppends recent = new RecentAppends();
    private final long contentionNanos;
    private volatile long lastConflictNanos;

    private AdvisoryLockEngine(
            Builder builder,
            ConnectionProvider connections,
            TransactionManager transactions,
            Duration contentionWindow) {
        super(builder);
        this.connections = connections;
        this.transactions = transactions;
        this.appends = new AppendTransactions(events -> append(events, getEventSerializer()));
        this.contentionNanos = contentionWindow.toNanos();
        this.lastConflictNanos = System.nanoTime() - contentionNanos;
    }

    /**
     * Creates the engine from its builder.
     *
     * @param contentionWindow how long streams are locked after a conflict
     */
    static AdvisoryLockEngine of(
            Builder builder,
            ConnectionProvider connections,
            TransactionManager transactions,
            Duration contentionWindow) {
        return new AdvisoryLockEngine(
                builder.connectionProvider(connections).transactionManager(transactions),
                connections,
                transactions,
                contentionWindow);
    }

    /** Ends after a batch that is not full; Axon's would read once more to find nothing. */
    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(@Nullable TrackingToken after, boolean mayBlock) {
        // Only the reader at the head may block.
        List<TrackedEventData<?>> appended = mayBlock ? recent.takeAfter(after, batchSize()) : List.of();
        return Stream.iterate(
                        appended.isEmpty() ? fetch(after) : appended,
                        batch -> !batch.isEmpty(),
                        batch -> ReadSize.isLast(batch, batchSize())
                                ? List.of()
                                : fetch(batch.get(batch.size() - 1).trackingToken()))
                .flatMap(List::stream);
    }

    /**
     * Reads one event.
     *
     * @throws EventStoreException when there is none
     */
    DomainEventMessage<?> readEvent(String stream, long sequence) {
        DomainEventStream read = messages(List.copyOf(fetchDomainEvents(stream, sequence, 1)));
        if (!read.hasNext()) {
            throw new EventStoreException("Event " + sequence + " of " + stream + " does not exist");
        }
        return read.next();
    }

    /** Stored events as messages. */
    DomainEventStream messages(List<? extends DomainEventData<?>> stored) {
        return EventStreamUtils.upcastAndDeserializeDomainEvents(stored.stream(), getEventSerializer(), upcasterChain);
    }

    private List<TrackedEventData<?>> fetch(@Nullable TrackingToken after) {
        return List.copyOf(fetchTrackedEvents(after, batchSize()));
    }

    /** Transactions in which events are appended and nothing else is written. */
    TransactionManager appendTransactions() {
        return appends;
    }

    /** Within one of {@link #appendTransactions} events are inserted at its commit, otherwise now. */
    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (!events.isEmpty() && !appends.add(events)) {
            append(events, serializer);
        }
    }

    private void append(List<? extends EventMessage<?>> events, Serializer serializer) {
        EventInsert insert = new EventInsert(events, serializer);
        try {
            if (System.nanoTime() - lastConflictNanos >= contentionNanos) {
                boolean inTransaction = TransactionSynchronizationManager.isActualTransactionActive();
                long[] indexes = insert(insert, events);
                if (!inTransaction && recent.hasReader()) {
                    recent.add(insert.byIndex(indexes));
                }
                return;
            }
            transactions.executeInTransaction(() -> {
                // Sorted by stream, so that two transactions cannot deadlock.
                firstVersions(events).forEach(this::lock);
                insert(insert, events);
            });
        } catch (ConcurrencyException | AggregateStreamCreationException conflict) {
            lastConflictNanos = System.nanoTime();
            throw conflict;
        }
    }

    /**
     * In the current transaction; without one PostgreSQL commits the statement itself.
     *
     * @return the indexes of the events
     */
    private long[] insert(EventInsert insert, List<? extends EventMessage<?>> events) {
        try {
            Connection connection = connections.getConnection();
            try {
                return insert.execute(connection);
            } finally {
                connection.close();
            }
        } catch (SQLException e) {
            handlePersistenceException(e, events.get(0));
            throw new EventStoreException("Events could not be appended", e);
        }
    }

    private static Map<String, Long> firstVersions(List<? extends EventMessage<?>> events) {
        Map<String, Long> versions = new TreeMap<>();
        for (EventMessage<?> event : events) {
            if (event instanceof DomainEventMessage<?> domain) {
                versions.merge(domain.getAggregateIdentifier(), domain.getSequenceNumber(), Math::min);
            }
        }
        return versions;
    }

    private void lock(String stream, long version) {
        if (isTakenOnceLocked(stream, version)) {
            String message = "Version " + version + " of " + stream + " was appended by another process";
            throw version == 0 ? new AggregateStreamCreationException(message) : new ConcurrencyException(message);
        }
    }

    private boolean isTakenOnceLocked(String stream, long version) {
        try {
            Connection connection = connections.getConnection();
            try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_CHECK)) {
                statement.setString(1, stream);
                statement.setString(2, stream);
                statement.setLong(3, version);
                statement.execute();
                statement.getMoreResults();
                try (ResultSet later = statement.getResultSet()) {
                    return later.next();
                }
            } finally {
                connection.close();
            }
        } catch (SQLException e) {
            throw new EventStoreException("Stream " + stream + " could not be locked", e);
        }
    }
}
