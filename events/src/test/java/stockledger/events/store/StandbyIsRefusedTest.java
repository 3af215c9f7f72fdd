package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import stockledger.events.Sku;

/** A server that accepts no writes is no event store, at the start and after a fail-over. */
class StandbyIsRefusedTest {

    private static final Sku MUG = new Sku("MUG-01");

    @TempDir
    Path folder;

    private EmbeddedPostgres server;

    @BeforeEach
    void start() throws IOException {
        server = start(EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
        return builder.setCleanDataDirectory(false).start();
    }

    private static EventStoreNode node(EmbeddedPostgres at) {
        return new EventStoreNode(
                at,
                "--stockledger.event-store.jdbc.connection-timeout=1s",
                "--stockledger.event-store.jdbc.statement-timeout=1s");
    }

    @Test
    void standbyIsRefusedAtTheStartWithWhatToDo() throws IOException {
        try (EventStoreNode node = node(server)) {
            node.events().publish(EventStoreNode.receipt(MUG, 0));
        }
        server.close();
        Files.createFile(folder.resolve("data").resolve("standby.signal"));
        server = start(EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")));

        assertThatThrownBy(() -> node(server))
                .hasStackTraceContaining("StandbyEventStoreException")
                .satisfies(thrown -> {
                    FailureAnalysis analysis = new StandbyEventStoreFailureAnalyzer().analyze(thrown);
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription())
                            .contains("accepts no writes", "standby", "jdbc:postgresql://one:5432,two:5432/");
                });
    }

    @Test
    void serverThatBecameReadOnlyIsUnavailableUntilItAcceptsWritesAgain() throws SQLException {
        try (EventStoreNode node = node(server)) {
            node.events().publish(EventStoreNode.receipt(MUG, 0));
            readOnly(true);

            assertThatThrownBy(() -> node.events().publish(EventStoreNode.receipt(MUG, 1)))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> node.count(MUG)).isInstanceOf(RuntimeException.class);

            readOnly(false);
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
                if (node.count(MUG) == 1) {
                    node.events().publish(EventStoreNode.receipt(MUG, 1));
                }
                assertThat(node.count(MUG)).isEqualTo(2);
            });
        }
    }

    /** Every new session is read-only, and none is older. */
    private void readOnly(boolean on) throws SQLException {
        try (Connection superuser = server.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute("ALTER DATABASE postgres SET default_transaction_read_only = " + (on ? "on" : "off"));
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        }
    }
}
