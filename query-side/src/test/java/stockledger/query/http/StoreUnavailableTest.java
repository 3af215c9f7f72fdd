package stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import io.axoniq.axonserver.connector.impl.StreamTimeoutException;
import io.grpc.Status;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** An unavailable store is recognized by any cause of an exception: MongoDB, PostgreSQL or Axon Server. */
class StoreUnavailableTest {

    private static final int NOT_PRIMARY = 10107;
    private static final int BAD_VALUE = 2;

    @Test
    void mongoDbIsUnavailable() {
        assertThat(StoreUnavailable.isOutage(wrapped(new MongoTimeoutException("no server"))))
                .isTrue();
        assertThat(StoreUnavailable.isOutage(wrapped(failedCommand(NOT_PRIMARY))))
                .isTrue();
        assertThat(StoreUnavailable.isOutage(wrapped(failedCommand(BAD_VALUE)))).isFalse();
    }

    private static MongoCommandException failedCommand(int code) {
        return new MongoCommandException(new BsonDocument("code", new BsonInt32(code)), new ServerAddress());
    }

    @Test
    void postgresqlIsUnavailable() {
        assertThat(StoreUnavailable.isOutage(wrapped(new SQLException("unavailable", "08006"))))
                .isTrue();
        assertThat(StoreUnavailable.isOutage(wrapped(new SQLException("wrong", "23505"))))
                .isFalse();
    }

    @Test
    void axonServerIsUnavailable() {
        assertThat(StoreUnavailable.isOutage(wrapped(Status.UNAVAILABLE.asRuntimeException())))
                .isTrue();
        assertThat(StoreUnavailable.isOutage(wrapped(new TimeoutException()))).isTrue();
        assertThat(StoreUnavailable.isOutage(wrapped(new StreamTimeoutException())))
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
        return new IllegalStateException("could not be read", cause);
    }
}
