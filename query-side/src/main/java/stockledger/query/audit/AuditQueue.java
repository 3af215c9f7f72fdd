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
import stockledger.query.projection.DocumentListener;

/**
 * The SKUs that wait for the audit, each once. Documents that this process writes are added, so the instances share the work
 * as they share the segments.
 */
final class AuditQueue implements DocumentListener {

    /** SKUs that wait at the same time; others are left to the sweep. */
    private static final int MAX_WAITING = 10_000;

    private final String projection;
    private final Duration delay;
    private final LongSupplier nanos;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private long skipped;

    /**
     * An empty queue.
     *
     * @param projection whose documents are audited; empty for none
     * @param delay after a change
     * @param nanos monotonic clock
     */
    AuditQueue(String projection, Duration delay, LongSupplier nanos) {
        this.projection = projection;
        this.delay = delay;
        this.nanos = nanos;
    }

    /**
     * A SKU that waits.
     *
     * @param dueNanos when it is audited
     * @param attempts how often it was audited before
     * @param suspected what the audit before found; null for nothing
     * @param swept whether the ends of its streams are compared too
     */
    record Waiting(String sku, long dueNanos, int attempts, SkuAuditor.@Nullable Result suspected, boolean swept) {

        Waiting again(long due, SkuAuditor.@Nullable Result found) {
            return new Waiting(sku, due, attempts + 1, found, swept);
        }
    }

    @Override
    public void documentsChanged(String changed, Collection<String> keys) {
        if (changed.equals(projection)) {
            long due = nanos.getAsLong() + delay.toNanos();
            synchronized (waiting) {
                keys.forEach(key -> add(new Waiting(key, due, 0, null, false)));
            }
        }
    }

    /** Adds a SKU of the sweep, due now. */
    void sweep(String sku) {
        synchronized (waiting) {
            waiting.remove(sku);
            add(new Waiting(sku, nanos.getAsLong(), 0, null, true));
        }
    }

    /** Lets a SKU wait again. */
    void requeue(Waiting before, Duration after, SkuAuditor.@Nullable Result suspected) {
        synchronized (waiting) {
            waiting.put(before.sku(), before.again(nanos.getAsLong() + after.toNanos(), suspected));
        }
    }

    /** Lets a SKU whose events are not all folded wait for the next turn. */
    void requeueUnfinished(Waiting before) {
        synchronized (waiting) {
            waiting.put(
                    before.sku(),
                    new Waiting(
                            before.sku(), nanos.getAsLong(), before.attempts(), before.suspected(), before.swept()));
        }
    }

    private void add(Waiting one) {
        if (waiting.size() < MAX_WAITING) {
            waiting.putIfAbsent(one.sku(), one);
        } else if (!waiting.containsKey(one.sku())) {
            skipped++;
        }
    }

    /** Takes the SKUs that are due, at most so many, those that have waited longest first. */
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

    /** How many SKUs were left to the sweep, since too many waited. */
    long skipped() {
        synchronized (waiting) {
            return skipped;
        }
    }
}
