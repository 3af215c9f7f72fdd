package stockledger.query.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.events.Sku;
import stockledger.query.audit.AuditQueue.Waiting;
import stockledger.query.audit.SkuAuditor.Result;
import stockledger.query.projection.NotServedYetException;

/**
 * Audits SKUs in the background, within a share of one processor. A difference counts once a second audit has found it, too: the first
 * may have been in the middle of a change.
 */
final class AuditRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AuditRunner.class);

    /** Audits of a SKU that changes all the time; the next change brings it back. */
    private static final int MAX_ATTEMPTS = 5;

    /** SKUs that are read at once; a script of Redis reads the list entries of all of them. */
    private static final int BATCH = 50;

    /** Events that are read at once. */
    private static final int MAX_EVENTS = 2_000;

    /** Events of one SKU that are read at once: the others of its batch do not wait for a long stream. */
    private static final int MAX_EVENTS_OF_ONE = 500;

    /** What may be used at once after a quiet time. */
    private static final Duration MAX_BUDGET = Duration.ofMillis(100);

    private static final int TURNS_BETWEEN_REFRESHES = 6;
    private static final double SECONDS = 60;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final SkuAuditor auditor;
    private final AuditQueue queue;
    private final Sweep sweep;
    private final DriftedSkus drifts;
    private final AuditSettings settings;
    private final AuditTiming timing;
    private final ProcessorBudget budget;
    private final Counter agreeing;
    private final Counter differing;
    private final Counter moving;
    private long turns;
    private double sweepBudget;

    AuditRunner(
            SkuAuditor auditor,
            AuditQueue queue,
            Sweep sweep,
            DriftedSkus drifts,
            AuditSettings settings,
            AuditTiming timing,
            MeterRegistry registry) {
        this.auditor = auditor;
        this.queue = queue;
        this.sweep = sweep;
        this.drifts = drifts;
        this.settings = settings;
        this.timing = timing;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        this.budget = new ProcessorBudget(
                settings.processorMillisPerSecond() / MILLIS_PER_SECOND,
                MAX_BUDGET,
                System::nanoTime,
                threads::getCurrentThreadCpuTime);
        this.agreeing = counter("agrees", registry);
        this.differing = counter("differs", registry);
        this.moving = counter("moves", registry);
        Gauge.builder("stockledger.audit.drifted", drifts, DriftedSkus::count)
                .description("SKUs that differ from their events")
                .register(registry);
        Gauge.builder("stockledger.audit.waiting", queue, AuditQueue::size)
                .description("SKUs that wait for the audit")
                .register(registry);
        FunctionCounter.builder("stockledger.audit.skipped", queue, AuditQueue::skipped)
                .description("Changed SKUs that are left to the sweep, since too many waited")
                .register(registry);
    }

    private static Counter counter(String result, MeterRegistry registry) {
        return Counter.builder("stockledger.audit.skus")
                .description("SKUs that were audited, by result")
                .tag("result", result)
                .register(registry);
    }

    /** One turn; called in the interval of the timing, always by the same thread. */
    void run() {
        try {
            budget.begin();
            if (turns++ % TURNS_BETWEEN_REFRESHES == 0) {
                drifts.refresh();
            }
            if (auditor.isPaused()) {
                return;
            }
            if (budget.isLeft()) {
                sweep();
            }
            while (budget.isLeft()) {
                List<Waiting> due = queue.takeDue(BATCH);
                if (due.isEmpty()) {
                    break;
                }
                audit(due);
            }
        } catch (NotServedYetException e) {
            LOG.debug("nothing is audited yet: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.debug("the audit waits for the stores", e);
        }
    }

    /** Adds the SKUs that are swept in this turn, to be folded from their first events. */
    private void sweep() {
        double perTurn = settings.sweptPerMinute() * timing.interval().toMillis() / MILLIS_PER_SECOND / SECONDS;
        sweepBudget = Math.min(sweepBudget + perTurn, Math.max(1, perTurn));
        while (sweepBudget >= 1) {
            String sku = sweep.next();
            if (sku == null) {
                sweepBudget = 0;
                break;
            }
            sweepBudget--;
            auditor.forget(new Sku(sku));
            queue.sweep(sku);
        }
    }

    private void audit(List<Waiting> due) {
        Map<String, Waiting> bySku = new LinkedHashMap<>();
        due.forEach(one -> bySku.put(one.sku(), one));
        Set<String> withEnds = new HashSet<>();
        due.stream().filter(one -> one.swept() || one.suspected() != null).forEach(one -> withEnds.add(one.sku()));
        List<Result> results;
        try {
            results = auditor.audit(bySku.keySet(), withEnds, MAX_EVENTS, MAX_EVENTS_OF_ONE);
        } catch (RuntimeException e) {
            due.forEach(one -> queue.requeue(one, timing.secondAudit(), one.suspected()));
            throw e;
        }
        for (Result result : results) {
            Waiting one = bySku.remove(result.sku().value());
            if (one != null) {
                judge(one, result);
            }
        }
    }

    private void judge(Waiting one, Result result) {
        if (result.unfinished()) {
            queue.requeueUnfinished(one);
        } else if (!result.differences().isEmpty() || !result.stale().isEmpty()) {
            Result before = one.suspected();
            List<Difference> confirmed = before == null ? List.of() : confirmed(before, result);
            if (!confirmed.isEmpty()) {
                differing.increment();
                drifts.record(result, confirmed);
            } else if (one.attempts() < MAX_ATTEMPTS) {
                queue.requeue(one, timing.secondAudit(), result);
            }
        } else if (result.moved() && one.attempts() < MAX_ATTEMPTS) {
            queue.requeue(one, timing.secondAudit(), null);
        } else if (result.moved()) {
            moving.increment();
        } else {
            agreeing.increment();
            drifts.end(result.sku().value());
        }
    }

    /** What both audits have found. An entry of an earlier revision counts if no event has come meanwhile. */
    static List<Difference> confirmed(Result first, Result second) {
        List<Difference> confirmed = new ArrayList<>();
        if (!first.differences().isEmpty()) {
            confirmed.addAll(second.differences());
        }
        if (!first.stale().isEmpty() && first.versions().equals(second.versions())) {
            confirmed.addAll(second.stale());
        }
        return confirmed;
    }

    /** SKUs that this process has audited. */
    long audited() {
        return (long) (agreeing.count() + differing.count() + moving.count());
    }
}
