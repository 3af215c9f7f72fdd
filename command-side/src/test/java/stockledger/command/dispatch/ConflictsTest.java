package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

class ConflictsTest {

    @Test
    void aConcurrencyExceptionIsAConflictAtAnyDepth() {
        assertThat(Conflicts.isConflict(new ConcurrencyException("taken"))).isTrue();
        assertThat(Conflicts.isConflict(new CommandExecutionException("failed", new ConcurrencyException("taken"))))
                .isTrue();
    }

    @Test
    void aConcurrentlyCreatedStreamIsAConflict() {
        assertThat(Conflicts.isConflict(new AggregateStreamCreationException("taken", new RuntimeException())))
                .isTrue();
    }

    @Test
    void aSequenceErrorOfAxonServerIsAConflict() {
        Status taken = Status.OUT_OF_RANGE.withDescription("[AXONIQ-2000] Invalid sequence number 7 for stock:A");

        assertThat(Conflicts.isConflict(new EventStoreException("failed", taken.asRuntimeException())))
                .isTrue();
        assertThat(Conflicts.isConflict(Status.UNAVAILABLE.asRuntimeException()))
                .isFalse();
    }

    @Test
    void anOutageIsNoConflict() {
        assertThat(Conflicts.isConflict(new EventStoreException("connection refused")))
                .isFalse();
        assertThat(Conflicts.isConflict(null)).isFalse();
    }
}
