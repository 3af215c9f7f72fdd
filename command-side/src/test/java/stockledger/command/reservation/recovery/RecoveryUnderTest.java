package stockledger.command.reservation.recovery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.events.ReservationId;

/** Recovery with records in memory, run on demand. */
public final class RecoveryUnderTest {

    private static final Duration DELAY = Duration.ofSeconds(1);

    /** Far more than are needed; a bug may leave something to do forever. */
    private static final int MAX_ROUNDS = 20;

    private final InMemoryRecoveryRecords records = new InMemoryRecoveryRecords();
    private final DueQueue queue = new DueQueue();
    private final RecoveryWorker worker;
    private int read;

    public RecoveryUnderTest(Commands commands, KnownStreams streams, Executor threads, Clock clock) {
        worker = new RecoveryWorker(records, commands, streams, threads, clock, DELAY);
    }

    /** Reads new events and processes what is due, until nothing is left to do. */
    public void run(Supplier<List<DomainEventMessage<?>>> events) {
        try {
            int before = -1;
            for (int round = 0; round < MAX_ROUNDS && before != events.get().size(); round++) {
                before = read;
                fold(events.get());
                worker.run(queue);
                worker.awaitIdle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void fold(List<DomainEventMessage<?>> events) {
        for (; read < events.size(); read++) {
            DomainEventMessage<?> event = events.get(read);
            ReservationId id = RecoveryReader.reservationOf(event.getPayload());
            if (id != null) {
                RecoveryRecord record = RecoveryReader.fold(records.open(id.value()), List.of(event), DELAY);
                records.store(List.of(record));
                queue.put(record.id(), record.dueAt());
            }
        }
    }
}
