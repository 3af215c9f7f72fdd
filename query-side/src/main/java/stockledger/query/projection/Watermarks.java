package stockledger.query.projection;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.Segment;

/**
 * Finds out until when the documents of each live epoch are complete. The supervisor reads the head of the event store at each
 * check. A head that every segment has passed at a later check proves that all events stored before it was read are in the
 * documents: events in gaps of the order, which are read again within the interval of the checks, too.
 */
final class Watermarks {

    private final Tokens tokens;
    private final ProcessorRunner processors;
    private final ReadModels models;
    private final Map<String, Head> awaited = new HashMap<>();

    /** A head of the event store and when it was read. */
    private record Head(Epoch epoch, long position, Instant at) {}

    Watermarks(Tokens tokens, ProcessorRunner processors, ReadModels models) {
        this.tokens = tokens;
        this.processors = processors;
        this.models = models;
    }

    /** @param at before the head was read */
    void check(Epoch live, long head, Instant at) {
        Head before = awaited.get(live.projection());
        Head now = new Head(live, head, at);
        if (before == null || !before.epoch().equals(live)) {
            awaited.put(live.projection(), now);
        } else if (hasPassed(live, before.position())) {
            models.markComplete(live, before.at());
            awaited.put(live.projection(), now);
        }
    }

    private boolean hasPassed(Epoch epoch, long head) {
        Map<Integer, EventTrackerStatus> here = processors.writtenStatus(epoch);
        if (areAll(here)) {
            return here.values().stream().allMatch(status -> Tokens.position(status.getTrackingToken()) >= head);
        }
        // Those of other processes have a stored token, a little older than what they have written.
        List<Tokens.SegmentPosition> positions = tokens.positions(epoch, here);
        return !positions.isEmpty() && positions.stream().allMatch(segment -> segment.position() >= head);
    }

    /** Whether these segments are all: a segment has one part of as many as its mask says. */
    static boolean areAll(Map<Integer, EventTrackerStatus> segments) {
        double parts = 0;
        for (EventTrackerStatus status : segments.values()) {
            Segment segment = status.getSegment();
            parts += 1.0 / (segment.getMask() + 1);
        }
        return parts == 1;
    }
}
