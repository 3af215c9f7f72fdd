package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
