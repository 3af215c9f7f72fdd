package stockledger.command.reservation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When to look at which reservation, in memory: one entry for each that may not rest. It is made of the notes when a
 * part of the events is claimed, and kept by whoever reads on from there; it may be forgotten at any time.
 */
final class DueQueue {

    private record Entry(Instant dueAt, String id) {}

    private final Map<String, Entry> byId = new HashMap<>();
    private final TreeSet<Entry> byTime =
            new TreeSet<>(Comparator.comparing(Entry::dueAt).thenComparing(Entry::id));
    private boolean complete;
    private Instant readUpTo = Instant.EPOCH;

    /** Notes when to look at a reservation, instead of what was noted before; never, when it may rest. */
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

    /** What was written before; what is noted already is newer. */
    synchronized void complete(Map<String, Instant> written) {
        written.forEach((id, dueAt) -> {
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
     * Takes up what is due, the longest due first. What nobody notes otherwise meanwhile is due again later.
     *
     * @param later when it is due again
     */
    synchronized List<String> take(Instant now, int most, Instant later) {
        List<String> due = new ArrayList<>();
        while (due.size() < most && !byTime.isEmpty() && !byTime.first().dueAt().isAfter(now)) {
            String id = byTime.first().id();
            due.add(id);
            put(id, later);
        }
        return due;
    }

    synchronized int size() {
        return byId.size();
    }

    /** The time of the newest event that was read. */
    synchronized void readUpTo(Instant time) {
        readUpTo = time;
    }

    synchronized boolean hasRead(Instant time) {
        return !readUpTo.isBefore(time);
    }
}
