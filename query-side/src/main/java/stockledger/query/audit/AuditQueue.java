package stockledger.query.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a projection that wait for the audit, each once. Documents that this process writes are added, so the instances share the work
 * as they share the segments.
 */
final class AuditQueue {

    /** Keys that wait at the same time; others are left to the sweep. */
    private static final int MAX_WAITING = 10_000;

    private final Duration delay;
    private final LongSupplier nanos;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private long skipped;

    /**
     * An empty queue.
     *
     * @param delay after a change
     * @param nanos monotonic clock
     */
    AuditQueue(Duration delay, LongSupplier nanos) {
        this.delay = delay;
        this.nanos = nanos;
    }

    /**
     * A key that waits.
     *
     * @param dueNanos when it is audited
     * @param attempts how often it was audited before
     * @param suspected what the audit before found; null for nothing
     * @param swept whether the ends of its streams are compared too
     */
    record Waiting(
            String key,
            long dueNanos,
            int attempts,
            @Nullable AuditResult suspected,
            boolean swept) {

        Waiting again(long due, @Nullable AuditResult found) {
            return new Waiting(key, due, attempts + 1, found, swept);
        }
    }

    /** Adds keys whose documents have changed. */
    void changed(Collection<String> keys) {
        long due = nanos.getAsLong() + delay.toNanos();
        synchronized (waiting) {
            keys.forEach(key -> add(new Waiting(key, due, 0, null, false)));
        }
    }

    /** Adds a key of the sweep, due now. */
    void sweep(String key) {
        synchronized (waiting) {
            waiting.remove(key);
            add(new Waiting(key, nanos.getAsLong(), 0, null, true));
        }
    }

    /** Lets a key wait again. */
    void requeue(Waiting before, Duration after, @Nullable AuditResult suspected) {
        synchronized (waiting) {
            waiting.put(before.key(), before.again(nanos.getAsLong() + after.toNanos(), suspected));
        }
    }

    /** Lets a key whose events are not all folded wait for the next turn. */
    void requeueUnfinished(Waiting before) {
        synchronized (waiting) {
            waiting.put(
                    before.key(),
                    new Waiting(
                            before.key(), nanos.getAsLong(), before.attempts(), before.suspected(), before.swept()));
        }
    }

    private void add(Waiting one) {
        if (waiting.size() < MAX_WAITING) {
            waiting.putIfAbsent(one.key(), one);
        } else if (!waiting.containsKey(one.key())) {
            skipped++;
        }
    }

    /** Takes the keys that are due, at most so many, those that have waited longest first. */
    List<Waiting> takeDue(int max) {
        long now = nanos.getAsLong();
        List<Waiting> due = new ArrayList<>();
        synchronized (waiting) {
            Iterator<Waiting> all = waiting.values().iterator();
            while (all.hasNext() && due.size() < max) {
                Waiting one = all.next();
                if (one.dueNanos() - now <= 0) {
                    due.add(one);
                    all.remove();
                }
            }
        }
        return due;
    }

    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** How many keys were left to the sweep, since too many waited. */
    long skipped() {
        synchronized (waiting) {
            return skipped;
        }
    }
}
