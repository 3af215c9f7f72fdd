package stockledger.events.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * Events that this process appended and its reader at the head has not read yet, so that the reader needs no statement
 * for them. Only events whose index directly follows the last one that was read are taken: then no other event, of this
 * process or another, can lie between or be appended there later. All others are read from PostgreSQL.
 */
final class RecentAppends {

    /** Bounds memory when the reader falls behind; it reads older events from PostgreSQL then. */
    private static final int MAX_EVENTS = 1_000;

    /** The same, of their payloads. */
    private static final long MAX_BYTES = 8L << 20;

    private final TreeMap<Long, DomainEventData<byte[]>> events = new TreeMap<>();
    private long bytes;
    private volatile boolean hasReader;

    /** Whether a reader has asked: until then nothing is kept, since a process without projections has none. */
    boolean hasReader() {
        return hasReader;
    }

    /** Adds committed events; ignored without a reader. */
    synchronized void add(Map<Long, DomainEventData<byte[]>> committed) {
        if (hasReader) {
            committed.forEach(this::put);
            while (events.size() > MAX_EVENTS || bytes > MAX_BYTES) {
                remove(events.firstKey());
            }
        }
    }

    private void put(long index, DomainEventData<byte[]> event) {
        events.put(index, event);
        bytes += ReadSize.of(event);
    }

    private @Nullable DomainEventData<byte[]> remove(long index) {
        DomainEventData<byte[]> removed = events.remove(index);
        bytes -= removed == null ? 0 : ReadSize.of(removed);
        return removed;
    }

    /** The events that directly follow a token, at most so many; none unless all that are kept follow it without a gap. */
    synchronized List<TrackedEventData<?>> takeAfter(@Nullable TrackingToken after, int limit) {
        hasReader = true;
        if (!(after instanceof GapAwareTrackingToken token) || token.hasGaps()) {
            return List.of();
        }
        while (!events.isEmpty() && events.firstKey() <= token.getIndex()) {
            remove(events.firstKey());
        }
        if (!events.isEmpty() && events.lastKey() != token.getIndex() + events.size()) {
            // No later signal may come for the events behind the gap: the read must reach the head in PostgreSQL.
            return List.of();
        }
        List<TrackedEventData<?>> next = new ArrayList<>();
        long index = token.getIndex() + 1;
        DomainEventData<byte[]> event = remove(index);
        while (event != null) {
            next.add(new TrackedDomainEventData<>(GapAwareTrackingToken.newInstance(index, Set.of()), event));
            index++;
            event = next.size() < limit ? remove(index) : null;
        }
        return next;
    }
}
