package stockledger.command.reservation.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The due times of unfinished reservations of one segment, in memory. It is loaded from the records when the segment is
 * claimed, updated by the reader, and can be rebuilt at any time.
 */
final class DueQueue {

    private record Entry(Instant dueAt, String id) {}

    private final Map<String, Entry> byId = new HashMap<>();
    private final TreeSet<Entry> byTime =
            new TreeSet<>(Comparator.comparing(Entry::dueAt).thenComparing(Entry::id));
    private boolean complete;
    private Instant readUpTo = Instant.EPOCH;

    /** Sets the due time of a reservation; null removes it. */
    synchronized void put(String id, @Nullable Instant dueAt) {
        Entry before = byId.remove(id);
        if (before != null) {
            byTime.remove(before);
        }
        if (dueAt != null) {
            Entry entry = new Entry(dueAt, id);
            byId.put(id, entry);
            byTime.add(entry);
        }
    }

    /** Adds the due times of stored records; entries put since are newer and stay. */
    synchronized void complete(Map<String, Instant> stored) {
        stored.forEach((id, dueAt) -> {
            if (!byId.containsKey(id)) {
                put(id, dueAt);
            }
        });
        complete = true;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    /**
     * Takes due reservations, the longest due first. They become due again unless their due time is set meanwhile.
     *
     * @param again the next due time of those taken
     */
    synchronized List<String> take(Instant now, int limit, Instant again) {
        List<String> due = new ArrayList<>();
        while (due.size() < limit
                && !byTime.isEmpty()
                && !byTime.first().dueAt().isAfter(now)) {
            String id = byTime.first().id();
            due.add(id);
            put(id, again);
        }
        return due;
    }

    synchronized int size() {
        return byId.size();
    }

    /** Sets the time of the latest event read. */
    synchronized void readUpTo(Instant time) {
        readUpTo = time;
    }

    synchronized boolean hasRead(Instant time) {
        return !readUpTo.isBefore(time);
    }
}
