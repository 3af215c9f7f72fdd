package stockledger.events.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;

/**
 * Appends, and while several processes append to the same streams, one after another.
 *
 * <p>An append that is refused has drawn its places in the global order all the same. PostgreSQL never gives those to
 * another, and every reader must remember each of them, with every event it passes, until it is sure that nothing comes
 * there any more: some thousands of lost races are a gigabyte, and readers that stand still. So whoever lost a race asks
 * for a stream's turn from then on, and looks whether its version is free, before it draws anything. Who is alone never
 * loses one, and never asks.
 */
final class TurnTakingEngine extends JdbcEventStorageEngine {

    /** Two statements in one exchange: the second sees what was stored before the first was granted. */
    private static final String TURN = "SELECT pg_advisory_xact_lock(hashtextextended(?, 7319042));"
            + " SELECT 1 FROM DomainEventEntry WHERE aggregateIdentifier = ? AND sequenceNumber >= ? LIMIT 1";

    private final ConnectionProvider connections;
    private final TransactionManager transactions;
    private final long turnsNanos;
    private volatile long lostAt;

    private TurnTakingEngine(
            Builder builder, ConnectionProvider connections, TransactionManager transactions, int turnsSeconds) {
        super(builder);
        this.connections = connections;
        this.transactions = transactions;
        this.turnsNanos = TimeUnit.SECONDS.toNanos(turnsSeconds);
        this.lostAt = System.nanoTime() - turnsNanos;
    }

    /**
     * The engine that a builder describes.
     *
     * @param turnsSeconds how long turns are taken after a race was lost
     */
    static JdbcEventStorageEngine of(
            Builder builder, ConnectionProvider connections, TransactionManager transactions, int turnsSeconds) {
        return new TurnTakingEngine(
                builder.connectionProvider(connections).transactionManager(transactions),
                connections,
                transactions,
                turnsSeconds);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        try {
            if (System.nanoTime() - lostAt >= turnsNanos) {
                super.appendEvents(events, serializer);
                return;
            }
            transactions.executeInTransaction(() -> {
                // In one order for all, so that no two wait for each other.
                firstVersions(events).forEach(this::awaitTurn);
                super.appendEvents(events, serializer);
            });
        } catch (ConcurrencyException | AggregateStreamCreationException lost) {
            lostAt = System.nanoTime();
            throw lost;
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

    private void awaitTurn(String stream, long version) {
        if (isTaken(stream, version)) {
            String lost = "Version " + version + " of " + stream + " was appended by another";
            throw version == 0 ? new AggregateStreamCreationException(lost) : new ConcurrencyException(lost);
        }
    }

    private boolean isTaken(String stream, long version) {
        try {
            Connection connection = connections.getConnection();
            try (PreparedStatement turn = connection.prepareStatement(TURN)) {
                turn.setString(1, stream);
                turn.setString(2, stream);
                turn.setLong(3, version);
                turn.execute();
                turn.getMoreResults();
                try (ResultSet later = turn.getResultSet()) {
                    return later.next();
                }
            } finally {
                connection.close();
            }
        } catch (SQLException e) {
            throw new EventStoreException("The turn for " + stream + " could not be awaited", e);
        }
    }
}
