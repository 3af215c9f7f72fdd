package stockledger.command.reservation;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.Segment;

/** One agenda for each part of the events that this instance has claimed. */
final class DueQueues {

    private final Map<Integer, DueQueue> bySegment = new ConcurrentHashMap<>();

    static boolean isIn(Segment segment, String reservation) {
        return segment.matches(reservation.hashCode());
    }

    /** A part was claimed, maybe again: another instance may have read on meanwhile, so its agenda begins anew. */
    void begin(int segment) {
        bySegment.put(segment, new DueQueue());
    }

    DueQueue of(int segment) {
        return bySegment.computeIfAbsent(segment, key -> new DueQueue());
    }

    /** Forgets what other instances look after. */
    void keep(Set<Integer> claimed) {
        bySegment.keySet().retainAll(claimed);
    }
}
