package stockledger.command.job;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.JobRow;
import stockledger.command.dispatch.RowInDoubt;
import stockledger.events.Provenance;

/**
 * Reads from the events of a stream which rows of a repeated chunk are applied, for aggregates that have forgotten the
 * job. No other worker applies rows of the chunk meanwhile: it is leased, and its rows are submitted within the lease only.
 */
final class RowHistory {

    /** The clocks of processes differ by less. */
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofHours(1);

    /** Events that are read first; twice as many each time, until all since the acceptance of the job are read. */
    private static final long FIRST_STEP = 200;

    private final EventStore events;

    RowHistory(EventStore events) {
        this.events = events;
    }

    /** The rows of a stream, without those that are applied. They are known not to be applied. */
    List<Commands.RowCommand> withoutApplied(List<Commands.RowCommand> rows, RowInDoubt doubt) {
        JobRow first = rows.get(0).row();
        Instant accepted = Objects.requireNonNull(first.repeatedAcceptedAt(), "only repeated rows are in doubt");
        Applied applied = new Applied(first);
        DomainEventStream stored = events.readEvents(
                doubt.stream(), firstSince(doubt.stream(), doubt.version(), accepted.minus(MAX_CLOCK_DIFFERENCE)));
        while (stored.hasNext()) {
            applied.add(stored.next());
        }
        return rows.stream()
                .filter(row -> !applied.contains(row.row()))
                .map(row -> new Commands.RowCommand(row.command(), row.row().notApplied()))
                .toList();
    }

    /** A sequence number that is not above that of the first event since a time. */
    private long firstSince(String stream, long version, Instant time) {
        long step = FIRST_STEP;
        long from = version - step + 1;
        while (from > 0 && !isBefore(stream, from, time)) {
            step *= 2;
            from -= step;
        }
        return Math.max(0, from);
    }

    /** The version in doubt may be that of events which were not stored. */
    private boolean isBefore(String stream, long sequence, Instant time) {
        DomainEventStream stored = events.readEvents(stream, sequence);
        boolean before = stored.hasNext() && stored.next().getTimestamp().isBefore(time);
        // It cannot be closed, and Axon Server keeps it open until it is read to its end.
        stored.forEachRemaining(event -> {});
        return before;
    }

    /** The rows of one chunk that are applied to a stream; all of them, if a later chunk is. */
    private static final class Applied {

        private final JobRow chunk;
        private final Set<Integer> lines = new HashSet<>();
        private boolean all;

        Applied(JobRow chunk) {
            this.chunk = chunk;
        }

        void add(DomainEventMessage<?> event) {
            if (event.getMetaData().get(Provenance.JOB_ROW) instanceof String text) {
                JobRow row = JobRow.of(text);
                if (row.job().equals(chunk.job())) {
                    all |= row.chunk() > chunk.chunk();
                    if (row.chunk() == chunk.chunk()) {
                        lines.add(row.line());
                    }
                }
            }
        }

        boolean contains(JobRow row) {
            return all || lines.contains(row.line());
        }
    }
}
