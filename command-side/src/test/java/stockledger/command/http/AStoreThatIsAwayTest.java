package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is away is told from a fault of ours, by what the database or its driver says. */
class AStoreThatIsAwayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "08003", "25P02", "25P03", "25006", "53300", "53100", "57P01", "57P03", "57014", "58030"
            })
    void theDatabaseSaysThatItCannotWork(String state) {
        assertThat(StoreUnavailable.isOutage(wrapped(new SQLException("away", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "42601", "42P01"})
    void theDatabaseSaysThatTheStatementIsWrong(String state) {
        assertThat(StoreUnavailable.isOutage(wrapped(new SQLException("wrong", state))))
                .isFalse();
    }

    @Test
    void aClosedConnectionNeverAskedTheDatabase() {
        assertThat(StoreUnavailable.isOutage(wrapped(new SQLException("Connection is closed"))))
                .isTrue();
    }

    @Test
    void noConnectionIsToBeHad() {
        assertThat(StoreUnavailable.isOutage(wrapped(new SQLTransientConnectionException("timed out"))))
                .isTrue();
    }

    @Test
    void anythingElseIsAFaultOfOurs() {
        assertThat(StoreUnavailable.isOutage(new IllegalStateException(new NullPointerException())))
                .isFalse();
    }

    private static RuntimeException wrapped(SQLException sql) {
        return new EventStoreException("could not be read", sql);
    }
}
