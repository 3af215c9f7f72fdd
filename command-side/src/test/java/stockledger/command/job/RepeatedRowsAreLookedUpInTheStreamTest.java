package stockledger.command.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.JobRow;
import stockledger.command.dispatch.RowInDoubt;
import stockledger.events.Provenance;

/** Of a repeated chunk, the rows that are applied are found in the events since the acceptance of the job. */
class RepeatedRowsAreLookedUpInTheStreamTest {

    private static final String STREAM = "stock:HOT";
    private static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");
    private static final int EVENTS = 3_000;

    /** One event per hour; the job was accepted shortly before this one. */
    private static final int FIRST_OF_JOB = 2_500;

    private static final Instant ACCEPTED = time(FIRST_OF_JOB).minusSeconds(10);

    private final InMemoryEventStorageEngine engine = new InMemoryEventStorageEngine();
    private final AtomicLong earliest = new AtomicLong(Long.MAX_VALUE);
    private final List<DomainEventStream> streams = new ArrayList<>();
    private final EmbeddedEventStore events =
            new EmbeddedEventStore(EmbeddedEventStore.builder().storageEngine(engine)) {
                @Override
                public DomainEventStream readEvents(String stream, long first) {
                    earliest.accumulateAndGet(first, Math::min);
                    DomainEventStream opened = super.readEvents(stream, first);
                    streams.add(opened);
                    return opened;
                }
            };
    private final RowHistory history = new RowHistory(events);

    @AfterEach
    void close() {
        assertThat(streams)
                .as("Axon Server keeps a stream open until it is read to its end")
                .isNotEmpty()
                .noneMatch(DomainEventStream::hasNext);
        events.shutDown();
    }

    private static Instant time(int sequence) {
        return BEGIN.plus(Duration.ofHours(sequence));
    }

    private void append(JobRow... ofJob) {
        List<DomainEventMessage<?>> all = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int own = i - FIRST_OF_JOB;
            JobRow row = own >= 0 && own < ofJob.length ? ofJob[own] : new JobRow("other-" + i, 0, 1);
            all.add(new GenericDomainEventMessage<>(
                    "stock", STREAM, i, "event", MetaData.with(Provenance.JOB_ROW, row.text()), "id-" + i, time(i)));
        }
        engine.appendEvents(all);
    }

    private static JobRow row(int chunk, int line) {
        return new JobRow("job", chunk, line, ACCEPTED);
    }

    private List<JobRow> notApplied(JobRow... rows) {
        return history
                .withoutApplied(
                        List.of(rows).stream()
                                .map(row -> new Commands.RowCommand("command", row))
                                .toList(),
                        new RowInDoubt(STREAM, EVENTS - 1))
                .stream()
                .map(Commands.RowCommand::row)
                .toList();
    }

    @Test
    void rowsWithoutAnEventAreNotApplied() {
        append(row(2, 7), row(2, 9));
        assertThat(notApplied(row(2, 7), row(2, 8), row(2, 9), row(2, 10)))
                .containsExactly(new JobRow("job", 2, 8), new JobRow("job", 2, 10));
    }

    @Test
    void ofAnEarlierChunkNoneIsLeft() {
        append(row(2, 7), row(3, 90));
        assertThat(notApplied(row(2, 7), row(2, 8))).isEmpty();
    }

    @Test
    void rowsOfOtherChunksAndJobsDoNotCount() {
        append(row(1, 7), new JobRow("another", 2, 7));
        assertThat(notApplied(row(2, 7))).containsExactly(new JobRow("job", 2, 7));
    }

    @Test
    void onlyTheEventsSinceTheAcceptanceAreRead() {
        append(IntStream.rangeClosed(1, 200).mapToObj(line -> row(0, line)).toArray(JobRow[]::new));
        assertThat(notApplied(row(0, 1), row(0, 200), row(0, 201))).containsExactly(new JobRow("job", 0, 201));
        assertThat(earliest.get()).isBetween(1L, (long) FIRST_OF_JOB);
    }
}
