package stockledger.command.reservation.recovery;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.Segment;

/** One queue for each segment that this instance has claimed. */
final class DueQueues {

    private final Map<Integer, DueQueue> bySegment = new ConcurrentHashMap<>();

    static boolean isIn(Segment segment, String reservation) {
        return segment.matches(reservation.hashCode());
    }

    /** Starts an empty queue for a claimed segment: another instance may have processed it meanwhile. */
    void reset(int segment) {
        bySegment.put(segment, new DueQueue());
    }

    DueQueue of(int segment) {
        return bySegment.computeIfAbsent(segment, key -> new DueQueue());
    }

    /** Drops the queues of other segments. */
    void retain(Set<Integer> claimed) {
        bySegment.keySet().retainAll(claimed);
    }
}
