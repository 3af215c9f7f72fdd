package stockledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unavailable database is distinguished from other errors by SQL state and exception type. */
class SqlOutageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "08003", "25P02", "25P03", "25006", "53300", "53100", "57P01", "57P03", "57014", "58030"
            })
    void sqlStatesOfAnUnavailableDatabase(String state) {
        assertThat(SqlOutage.isReportedBy(new SQLException("unavailable", state)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "42601", "42P01"})
    void sqlStatesOfInvalidStatements(String state) {
        assertThat(SqlOutage.isReportedBy(new SQLException("wrong", state))).isFalse();
    }

    @Test
    void aClosedConnectionHasNoSqlState() {
        assertThat(SqlOutage.isReportedBy(new SQLException("Connection is closed")))
                .isTrue();
    }

    @Test
    void noConnectionInTime() {
        assertThat(SqlOutage.isReportedBy(new SQLTransientConnectionException("timed out")))
                .isTrue();
    }

    @Test
    void otherExceptions() {
        assertThat(SqlOutage.isReportedBy(new IllegalStateException("wrong"))).isFalse();
    }
}
