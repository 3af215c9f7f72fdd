package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.dao.DataAccessException;
import stockledger.events.Sku;

/** Appends to PostgreSQL are atomic, and each version of a stream is appended once, whichever process appends it. */
class AppendsAreAtomicTest {

    private static EmbeddedPostgres postgres;
    private static EventStoreNode node;

    @BeforeAll
    static void start() {
        postgres = EventStoreNode.postgres();
        node = new EventStoreNode(postgres, "--stockledger.event-store.jdbc.statement-timeout=1s");
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        postgres.close();
    }

    @Test
    void theTransactionManagerIsSprings() {
        assertThat(node.bean(TransactionManager.class)).isExactlyInstanceOf(SpringTransactionManager.class);
    }

    @Test
    void aRollbackRemovesTheAppendedEvents() {
        Sku sku = new Sku("ROLLED-BACK");

        assertThatThrownBy(() -> append(node, sku, 0, true)).hasMessage("after the append");

        assertThat(node.count(sku)).isZero();
        append(node, sku, 0, false);
        assertThat(node.count(sku)).isEqualTo(1);
    }

    @Test
    void anAppendTransactionStoresAllItsEventsInOneStatement() {
        Sku one = new Sku("TOGETHER-1");
        Sku other = new Sku("TOGETHER-2");
        int each = 300;

        appends(node).executeInTransaction(() -> {
            for (int version = 0; version < each; version++) {
                node.events().publish(EventStoreNode.receipt(one, version), EventStoreNode.receipt(other, version));
            }
            assertThat(node.count(one)).as("stored at the commit").isZero();
        });

        assertThat(node.events().readEvents(one.stockStream()).asStream())
                .hasSize(each)
                .element(7)
                .satisfies(stored -> assertThat(stored.getPayload())
                        .isEqualTo(EventStoreNode.receipt(one, 7).getPayload()));
        assertThat(node.sql()
                        .queryForObject(
                                "SELECT count(DISTINCT xmin::text) FROM DomainEventEntry"
                                        + " WHERE aggregateIdentifier IN (?, ?)",
                                Long.class,
                                one.stockStream(),
                                other.stockStream()))
                .as("transactions")
                .isOne();
        assertThat(node.sql()
                        .queryForList(
                                "SELECT sequenceNumber FROM DomainEventEntry WHERE aggregateIdentifier = ?"
                                        + " ORDER BY globalIndex",
                                Long.class,
                                one.stockStream()))
                .as("versions in the order of the global index")
                .isSorted();
    }

    @Test
    void aConflictInAnAppendTransactionStoresNothing() {
        Sku free = new Sku("FREE");
        Sku taken = new Sku("TAKEN");
        append(node, taken, 0, false);

        assertThatThrownBy(() -> appends(node)
                        .executeInTransaction(() -> node.events()
                                .publish(EventStoreNode.receipt(free, 0), EventStoreNode.receipt(taken, 0))))
                .isInstanceOf(AggregateStreamCreationException.class);

        assertThat(node.count(free)).isZero();
    }

    @Test
    void aRollbackOfAnAppendTransactionStoresNothing() {
        Sku sku = new Sku("NEVER");
        Transaction transaction = appends(node).startTransaction();
        node.events().publish(EventStoreNode.receipt(sku, 0));
        transaction.rollback();

        assertThat(node.count(sku)).isZero();
        node.events().publish(EventStoreNode.receipt(sku, 0));
        assertThat(node.count(sku))
                .as("without a transaction it is stored at once")
                .isOne();
    }

    private static TransactionManager appends(EventStoreNode node) {
        return node.bean("appendTransactions", TransactionManager.class);
    }

    @Test
    void theIndexOfEarlierVersionsIsDropped() {
        node.sql().execute("CREATE SCHEMA earlier");
        node.sql()
                .execute("CREATE TABLE earlier.DomainEventEntry (globalIndex BIGSERIAL NOT NULL PRIMARY KEY,"
                        + " aggregateIdentifier VARCHAR(255) NOT NULL, sequenceNumber BIGINT NOT NULL,"
                        + " type VARCHAR(255),"
                        + " eventIdentifier VARCHAR(255) NOT NULL UNIQUE, metaData BYTEA, payload BYTEA NOT NULL,"
                        + " payloadRevision VARCHAR(255), payloadType VARCHAR(255) NOT NULL,"
                        + " timeStamp VARCHAR(255) NOT NULL,"
                        + " UNIQUE (aggregateIdentifier, sequenceNumber))");
        String earlier = "--stockledger.event-store.jdbc.url=jdbc:postgresql://127.0.0.1:" + postgres.getPort()
                + "/postgres?currentSchema=earlier";
        for (int start = 0; start < 2; start++) {
            try (EventStoreNode upgraded = new EventStoreNode(postgres, earlier)) {
                append(upgraded, new Sku("KEPT"), start, false);
            }
        }

        assertThat(node.sql()
                        .queryForList(
                                "SELECT indexdef FROM pg_indexes"
                                        + " WHERE schemaname = 'earlier' AND tablename = 'domainevententry'",
                                String.class))
                .hasSize(2)
                .noneMatch(index -> index.contains("eventidentifier"));
    }

    @Test
    void aVersionThatAnotherNodeAppendedConflicts() {
        Sku sku = new Sku("RACED");
        try (EventStoreNode other = new EventStoreNode(postgres)) {
            append(other, sku, 0, false);
            append(other, sku, 1, false);

            assertThatThrownBy(() -> append(node, sku, 0, false)).isInstanceOf(AggregateStreamCreationException.class);
            assertThatThrownBy(() -> append(node, sku, 1, false)).isInstanceOf(ConcurrencyException.class);

            append(node, sku, 2, false);
            assertThat(other.count(sku)).isEqualTo(3);
        }
    }

    /** Tracking tokens carry each unused value of the globalIndex sequence until the gap timeout. */
    @Test
    void afterAConflictFurtherConflictsUseNoGlobalIndex() {
        Sku sku = new Sku("LOCKED");
        try (EventStoreNode one = new EventStoreNode(postgres);
                EventStoreNode other = new EventStoreNode(postgres)) {
            append(one, sku, 0, false);
            assertThatThrownBy(() -> append(other, sku, 0, false)).isInstanceOf(AggregateStreamCreationException.class);
            long before = lastGlobalIndex();

            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> append(other, sku, 0, false))
                        .isInstanceOf(AggregateStreamCreationException.class);
            }
            append(one, sku, 1, false);
            assertThatThrownBy(() -> append(other, sku, 1, false)).isInstanceOf(ConcurrencyException.class);
            append(other, sku, 2, false);

            assertThat(lastGlobalIndex() - before).isEqualTo(2);
            assertThat(one.count(sku)).isEqualTo(3);
        }
    }

    @Test
    void twoNodesThatContendAppendEveryVersionOnce() {
        Sku sku = new Sku("CONTENDED");
        int appendsPerThread = 50;
        int threads = 3;
        try (EventStoreNode one = new EventStoreNode(postgres);
                EventStoreNode other = new EventStoreNode(postgres)) {
            long before = lastGlobalIndex();
            AtomicInteger conflicts = new AtomicInteger();
            List<Thread> appenders = new ArrayList<>();
            for (EventStoreNode node : List.of(one, other)) {
                for (int thread = 0; thread < threads; thread++) {
                    appenders.add(new Thread(() -> {
                        for (int done = 0; done < appendsPerThread; ) {
                            try {
                                append(node, sku, node.count(sku), false);
                                done++;
                            } catch (ConcurrencyException | AggregateStreamCreationException e) {
                                conflicts.incrementAndGet();
                            }
                        }
                    }));
                }
            }
            appenders.forEach(Thread::start);
            appenders.forEach(AppendsAreAtomicTest::join);

            long appended = 2L * threads * appendsPerThread;
            assertThat(one.count(sku)).isEqualTo(appended);
            assertThat(conflicts).as("conflicts").hasPositiveValue();
            assertThat(lastGlobalIndex() - before - appended)
                    .as("gaps, at most one for each append in flight at the first conflict of its node")
                    .isLessThanOrEqualTo(2L * threads);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last value of the globalIndex sequence. */
    private static long lastGlobalIndex() {
        Long last = node.sql().queryForObject("SELECT last_value FROM domainevententry_globalindex_seq", Long.class);
        return last == null ? 0 : last;
    }

    @Test
    void twoNodesMayStartAtTheSameTimeOnAnEmptyStore() {
        node.sql().execute("CREATE SCHEMA fresh");
        String fresh = "--stockledger.event-store.jdbc.url=jdbc:postgresql://127.0.0.1:" + postgres.getPort()
                + "/postgres?currentSchema=fresh";

        // Logging belongs to the JVM: two applications that start at the same time must not both initialize it.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        try {
            IntStream.range(0, 2).parallel().forEach(i -> {
                try (EventStoreNode one = new EventStoreNode(postgres, fresh)) {
                    append(one, new Sku("NODE-" + i), 0, false);
                }
            });
        } finally {
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        }

        assertThat(node.sql().queryForObject("SELECT count(*) FROM fresh.domainevententry", Long.class))
                .isEqualTo(2);
    }

    @Test
    void postgresEndsAStatementThatHangs() {
        assertThatThrownBy(() -> node.sql().execute("SELECT pg_sleep(20)"))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("statement timeout");
        assertThat(node.sql().queryForObject("SHOW idle_in_transaction_session_timeout", String.class))
                .isEqualTo("1s");
    }

    private static void append(EventStoreNode node, Sku sku, long sequence, boolean failAfterwards) {
        UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(GenericCommandMessage.asCommandMessage("append"));
        Transaction transaction = node.bean(TransactionManager.class).startTransaction();
        work.onCommit(done -> transaction.commit());
        work.onRollback(done -> transaction.rollback());
        node.events().publish(EventStoreNode.receipt(sku, sequence));
        if (failAfterwards) {
            work.onPrepareCommit(done -> {
                assertThat(node.count(sku)).as("visible within the transaction").isEqualTo(1);
                throw new IllegalStateException("after the append");
            });
        }
        work.commit();
    }
}
