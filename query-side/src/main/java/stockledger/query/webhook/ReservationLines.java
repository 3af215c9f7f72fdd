package stockledger.query.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservedLine;

/**
 * The lines that a reservation has after an event; most events do not have them. They are folded from the stream of the reservation
 * up to this event, so a replay finds the same lines. Those of the reservations that were asked for last are kept in memory.
 */
final class ReservationLines {

    private static final int MAX_REMEMBERED = 2_000;

    private final Function<String, Stream<? extends DomainEventMessage<?>>> streams;
    private final Cache<String, Folded> folded =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Folded(long sequence, List<ReservedLine> lines) {}

    ReservationLines(EventStore events) {
        this(stream -> events.readEvents(stream).asStream());
    }

    /** @param streams reads the events of a stream */
    ReservationLines(Function<String, Stream<? extends DomainEventMessage<?>>> streams) {
        this.streams = streams;
    }

    /** The lines that a reservation has after one of its events. */
    List<ReservedLine> after(DomainEventMessage<?> event) {
        String stream = event.getAggregateIdentifier();
        Folded before = folded.getIfPresent(stream);
        List<ReservedLine> lines;
        if (before != null && before.sequence() == event.getSequenceNumber()) {
            return before.lines();
        } else if (event.getSequenceNumber() == 0
                || before != null && before.sequence() == event.getSequenceNumber() - 1) {
            lines = after(before == null ? List.of() : before.lines(), event.getPayload());
        } else {
            lines = read(stream, event.getSequenceNumber());
        }
        folded.put(stream, new Folded(event.getSequenceNumber(), lines));
        return lines;
    }

    private List<ReservedLine> read(String stream, long last) {
        List<ReservedLine> lines = List.of();
        try (Stream<? extends DomainEventMessage<?>> events = streams.apply(stream)) {
            Iterator<? extends DomainEventMessage<?>> upToIt =
                    events.takeWhile(one -> one.getSequenceNumber() <= last).iterator();
            while (upToIt.hasNext()) {
                lines = after(lines, upToIt.next().getPayload());
            }
        }
        return lines;
    }

    private static List<ReservedLine> after(List<ReservedLine> before, Object payload) {
        if (payload instanceof ReservationHeld held) {
            return held.lines();
        }
        return payload instanceof ReservationLinesReplaced replaced ? replaced.lines() : before;
    }
}
