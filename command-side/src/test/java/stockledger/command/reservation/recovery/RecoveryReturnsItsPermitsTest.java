package stockledger.command.reservation.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.reservation.ReservationState;
import stockledger.command.reservation.ReservationStatus;
import stockledger.events.ReservationId;

/** A reservation that cannot be recovered returns its permit; lost permits would stop the recovery of this process. */
class RecoveryReturnsItsPermitsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String CART = "cart-1";
    private static final RecoveryRecord RECORD =
            new RecoveryRecord(CART, 1, null, "", -1, null, List.of(), List.of(), List.of(), NOW, null);

    private final Commands commands = mock(Commands.class);
    private final DueQueue queue = new DueQueue();

    private RecoveryWorker worker(Executor threads) {
        RecoveryRecords records = mock(RecoveryRecords.class);
        when(records.find(List.of(CART))).thenReturn(List.of(RECORD));
        queue.put(CART, NOW);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new RecoveryWorker(records, commands, mock(KnownStreams.class), threads, clock, Duration.ofSeconds(1));
    }

    @Test
    void whenItsCommandCannotBeSent() throws InterruptedException {
        when(commands.<Object>submit(any())).thenThrow(new IllegalStateException("closed"));
        RecoveryWorker worker = worker(Runnable::run);

        assertThat(worker.run(queue)).isOne();

        assertTimeoutPreemptively(TIMEOUT, worker::awaitIdle);
        assertThat(queue.size()).as("it is retried").isOne();
    }

    @Test
    void whenTheDeletionOfItsRecordIsRejected() throws InterruptedException {
        ReservationState abandoned = new ReservationState(
                new ReservationId(CART),
                0,
                ReservationStatus.ABANDONED,
                "",
                List.of(),
                null,
                null,
                1,
                null,
                null,
                null);
        when(commands.<Object>submit(any()))
                .thenReturn(CompletableFuture.completedFuture(new Outcome<>(abandoned, "reservation:" + CART, 0)));
        RecoveryWorker worker = worker(task -> {
            throw new RejectedExecutionException();
        });

        assertThat(worker.run(queue)).isOne();

        assertTimeoutPreemptively(TIMEOUT, worker::awaitIdle);
        assertThat(queue.size()).as("it is retried").isOne();
    }
}
