package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.sql.SQLException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.Test;

/** An unavailable event store is recognized by any cause of an exception, on PostgreSQL and on Axon Server. */
class StoreUnavailableTest {

    @Test
    void postgresqlIsUnavailable() {
        assertThat(StoreUnavailable.isOutage(wrapped(new SQLException("unavailable", "08006"))))
                .isTrue();
        assertThat(StoreUnavailable.isOutage(wrapped(new SQLException("wrong", "23505"))))
                .isFalse();
    }

    @Test
    void postgresqlHasNoSpace() {
        assertThat(StoreUnavailable.isFull(wrapped(new SQLException("could not extend file", "53100"))))
                .isTrue();
        assertThat(StoreUnavailable.isFull(wrapped(new SQLException("unavailable", "08006"))))
                .isFalse();
    }

    @Test
    void axonServerIsUnavailable() {
        assertThat(StoreUnavailable.isOutage(wrapped(Status.UNAVAILABLE.asRuntimeException())))
                .isTrue();
        assertThat(StoreUnavailable.isOutage(wrapped(Status.INVALID_ARGUMENT.asRuntimeException())))
                .isFalse();
    }

    @Test
    void otherExceptions() {
        assertThat(StoreUnavailable.isOutage(new IllegalStateException(new NullPointerException())))
                .isFalse();
    }

    private static RuntimeException wrapped(Exception cause) {
        return new EventStoreException("could not be read", cause);
    }
}
