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
import org.springframework.dao.DataAccessException;
import stockledger.events.Sku;

/** Appending on PostgreSQL: whole or not at all, and each version once whichever node writes it. */
class NothingIsHalfAppendedTest {

    private static EmbeddedPostgres postgres;
    private static Node node;

    @BeforeAll
    static void start() {
        postgres = Node.postgres();
        node = new Node(postgres, "--stockledger.event-store.jdbc.statement-timeout-seconds=1");
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        postgres.close();
    }

    @Test
    void transactionsAreRealOnes() {
        assertThat(node.bean(TransactionManager.class)).isExactlyInstanceOf(SpringTransactionManager.class);
    }

    @Test
    void aRollbackTakesTheAppendBack() {
        Sku sku = new Sku("ROLLED-BACK");

        assertThatThrownBy(() -> append(node, sku, 0, true)).hasMessage("after the append");

        assertThat(node.count(sku)).isZero();
        append(node, sku, 0, false);
        assertThat(node.count(sku)).isEqualTo(1);
    }

    @Test
    void aVersionThatAnotherNodeAppendedIsAConflict() {
        Sku sku = new Sku("RACED");
        try (Node other = new Node(postgres)) {
            append(other, sku, 0, false);
            append(other, sku, 1, false);

            assertThatThrownBy(() -> append(node, sku, 0, false)).isInstanceOf(AggregateStreamCreationException.class);
            assertThatThrownBy(() -> append(node, sku, 1, false)).isInstanceOf(ConcurrencyException.class);

            append(node, sku, 2, false);
            assertThat(other.count(sku)).isEqualTo(3);
        }
    }

    /** Readers remember each place that stays empty, with every event that they pass. */
    @Test
    void whoLostARaceLosesNoMorePlaces() {
        Sku sku = new Sku("TURNS");
        try (Node one = new Node(postgres);
                Node other = new Node(postgres)) {
            append(one, sku, 0, false);
            assertThatThrownBy(() -> append(other, sku, 0, false)).isInstanceOf(AggregateStreamCreationException.class);
            long before = drawn();

            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> append(other, sku, 0, false))
                        .isInstanceOf(AggregateStreamCreationException.class);
            }
            append(one, sku, 1, false);
            assertThatThrownBy(() -> append(other, sku, 1, false)).isInstanceOf(ConcurrencyException.class);
            append(other, sku, 2, false);

            assertThat(drawn() - before).isEqualTo(2);
            assertThat(one.count(sku)).isEqualTo(3);
        }
    }

    @Test
    void twoNodesThatTakeTurnsAppendEveryVersionOnce() {
        Sku sku = new Sku("CROWDED");
        int each = 50;
        int threads = 3;
        try (Node one = new Node(postgres);
                Node other = new Node(postgres)) {
            long before = drawn();
            AtomicInteger lost = new AtomicInteger();
            List<Thread> crowd = new ArrayList<>();
            for (Node node : List.of(one, other)) {
                for (int thread = 0; thread < threads; thread++) {
                    crowd.add(new Thread(() -> {
                        for (int done = 0; done < each; ) {
                            try {
                                append(node, sku, node.count(sku), false);
                                done++;
                            } catch (ConcurrencyException | AggregateStreamCreationException e) {
                                lost.incrementAndGet();
                            }
                        }
                    }));
                }
            }
            crowd.forEach(Thread::start);
            crowd.forEach(NothingIsHalfAppendedTest::join);

            long appended = 2L * threads * each;
            assertThat(one.count(sku)).isEqualTo(appended);
            assertThat(lost).as("races that were lost").hasPositiveValue();
            assertThat(drawn() - before - appended)
                    .as("places lost, only by those who began before they knew")
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

    /** Places in the global order that were drawn until now. */
    private static long drawn() {
        Long last = node.sql().queryForObject("SELECT last_value FROM domainevententry_globalindex_seq", Long.class);
        return last == null ? 0 : last;
    }

    @Test
    void twoNodesMayStartAtOnceOnAnEmptyStore() {
        node.sql().execute("CREATE SCHEMA fresh");
        String fresh = "--stockledger.event-store.jdbc.url=jdbc:postgresql://127.0.0.1:" + postgres.getPort()
                + "/postgres?currentSchema=fresh";

        IntStream.range(0, 2).parallel().forEach(i -> {
            try (Node one = new Node(postgres, fresh)) {
                append(one, new Sku("NODE-" + i), 0, false);
            }
        });

        assertThat(node.sql().queryForObject("SELECT count(*) FROM fresh.domainevententry", Long.class))
                .isEqualTo(2);
    }

    @Test
    void postgresEndsAnAppendThatHangs() {
        assertThatThrownBy(() -> node.sql().execute("SELECT pg_sleep(20)"))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("statement timeout");
        assertThat(node.sql().queryForObject("SHOW idle_in_transaction_session_timeout", String.class))
                .isEqualTo("1s");
    }

    private static void append(Node node, Sku sku, long sequence, boolean failAfterwards) {
        UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(GenericCommandMessage.asCommandMessage("append"));
        Transaction transaction = node.bean(TransactionManager.class).startTransaction();
        work.onCommit(done -> transaction.commit());
        work.onRollback(done -> transaction.rollback());
        node.events().publish(Node.receipt(sku, sequence));
        if (failAfterwards) {
            work.onPrepareCommit(done -> {
                assertThat(node.count(sku))
                        .as("within the transaction it is there")
                        .isEqualTo(1);
                throw new IllegalStateException("after the append");
            });
        }
        work.commit();
    }
}
