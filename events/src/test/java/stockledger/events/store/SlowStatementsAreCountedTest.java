package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slow statements are counted by their first keyword, fast ones are not. */
class SlowStatementsAreCountedTest {

    private static final Duration SLOW = Duration.ofSeconds(1);

    private static EmbeddedPostgres postgres;
    private static TimedDataSource source;
    private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();

    @BeforeAll
    static void start() {
        postgres = EventStoreNode.postgres();
        source = new TimedDataSource(REGISTRY, SLOW);
        source.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        source.setUsername("postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        postgres.close();
    }

    private static double slow(String operation) {
        return REGISTRY.counter("stockledger.slow.operations", "store", "sql", "operation", operation)
                .count();
    }

    @Test
    void aSlowStatementIsCountedAndReturnsItsResult() throws SQLException {
        assertThat(REGISTRY.find("stockledger.slow.operations").counters())
                .as("registered before the first slow statement")
                .isNotEmpty();
        try (Connection connection = source.getConnection();
                PreparedStatement quick = connection.prepareStatement("VALUES (?)");
                PreparedStatement sleep = connection.prepareStatement("SELECT ?::int FROM pg_sleep(1.1)")) {
            quick.setInt(1, 3);
            assertThat(one(quick)).isEqualTo(3);
            sleep.setInt(1, 7);
            assertThat(one(sleep)).isEqualTo(7);
        }
        assertThat(slow("SELECT")).isEqualTo(1);
        assertThat(slow("VALUES")).isZero();
    }

    @Test
    void exceptionsAreNotWrapped() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement wrong = connection.prepareStatement("SELECT 1 / ?")) {
            wrong.setInt(1, 0);
            assertThatThrownBy(wrong::executeQuery)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            thrown -> assertThat(thrown.getSQLState()).isEqualTo("22012"));
        }
    }

    private static int one(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }
}
