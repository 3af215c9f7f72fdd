package stockledger.query.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.query.audit.AuditQueue.Waiting;
import stockledger.query.projection.NotServedYetException;

/**
 * Audits documents in the background, within a share of one processor. A difference counts once a second audit has found it, too: the first
 * may have been in the middle of a change.
 */
final class AuditRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AuditRunner.class);

    /** Audits of a key that changes all the time; the next change brings it back. */
    private static final int MAX_ATTEMPTS = 5;

    /** Keys that are read at once; a script of Redis reads the list entries of all of them. */
    private static final int BATCH = 50;

    /** Events that are read at once. */
    private static final int MAX_EVENTS = 2_000;

    /** Events of one key that are read at once: the others of its batch do not wait for a long stream. */
    private static final int MAX_EVENTS_OF_ONE = 500;

    /** What may be used at once after a quiet time. */
    private static final Duration MAX_BUDGET = Duration.ofMillis(100);

    private static final int TURNS_BETWEEN_REFRESHES = 6;

    /** SKUs come first in a turn, since shoppers see them; in each one of so many turns they come last. */
    private static final int TURNS_BETWEEN_REVERSALS = 4;

    private static final double SECONDS = 60;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final List<AuditedProjection> audited;
    private final Drifts drifts;
    private final AuditSettings settings;
    private final AuditTiming timing;
    private final ProcessorBudget budget;
    private final Counter agreeing;
    private final Counter differing;
    private final Counter moving;
    private final Counter failing;
    private long turns;

    /** @param audited the projection that is audited first comes first */
    AuditRunner(
            List<AuditedProjection> audited,
            Drifts drifts,
            AuditSettings settings,
            AuditTiming timing,
            MeterRegistry registry) {
        this.audited = List.copyOf(audited);
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
        this.failing = counter("fails", registry);
        Gauge.builder("stockledger.audit.drifted", drifts, Drifts::count)
                .description("SKUs, reservations and locations that differ from their events")
                .register(registry);
        Gauge.builder("stockledger.audit.waiting", this, AuditRunner::waiting)
                .description("SKUs, reservations and locations that wait for the audit")
                .register(registry);
        FunctionCounter.builder("stockledger.audit.skipped", this, AuditRunner::skipped)
                .description("Changed ones that are left to the sweep, since too many waited")
                .register(registry);
    }

    private static Counter counter(String result, MeterRegistry registry) {
        return Counter.builder("stockledger.audit.skus")
                .description("SKUs, reservations and locations that were audited, by result")
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
            List<AuditedProjection> order = new ArrayList<>(audited);
            if (turns % TURNS_BETWEEN_REVERSALS == 0) {
                Collections.reverse(order);
            }
            for (AuditedProjection one : order) {
                auditDue(one);
            }
        } catch (RuntimeException e) {
            LOG.debug("the audit waits for the stores", e);
        }
    }

    private void auditDue(AuditedProjection one) {
        try {
            if (one.auditor().isPaused()) {
                return;
            }
            if (budget.isLeft()) {
                one.sweep(settings.sweptPerMinute() * timing.interval().toMillis() / MILLIS_PER_SECOND / SECONDS);
            }
            while (budget.isLeft()) {
                List<Waiting> due = one.queue().takeDue(BATCH);
                if (due.isEmpty()) {
                    break;
                }
                audit(one, due);
            }
        } catch (NotServedYetException e) {
            LOG.debug("{} is not audited yet: {}", one.auditor().projection(), e.getMessage());
        }
    }

    private void audit(AuditedProjection one, List<Waiting> due) {
        Map<String, Waiting> byKey = new LinkedHashMap<>();
        due.forEach(waiting -> byKey.put(waiting.key(), waiting));
        Set<String> withEnds = new HashSet<>();
        due.stream()
                .filter(waiting -> waiting.swept() || waiting.suspected() != null)
                .forEach(waiting -> withEnds.add(waiting.key()));
        List<AuditResult> results;
        try {
            results = one.auditor().audit(byKey.keySet(), withEnds, MAX_EVENTS, MAX_EVENTS_OF_ONE);
        } catch (RuntimeException e) {
            failing.increment(due.size());
            due.forEach(waiting -> one.queue().requeue(waiting, timing.secondAudit(), waiting.suspected()));
            throw e;
        }
        List<String> agreeingKeys = new ArrayList<>();
        for (AuditResult result : results) {
            Waiting waiting = byKey.remove(result.key());
            if (waiting != null && judge(one, waiting, result)) {
                agreeingKeys.add(result.key());
            }
        }
        agreeing.increment(agreeingKeys.size());
        drifts.end(one.auditor().projection(), agreeingKeys);
    }

    /** Returns whether the key agrees with its events. */
    private boolean judge(AuditedProjection one, Waiting waiting, AuditResult result) {
        AuditQueue queue = one.queue();
        if (result.unfinished()) {
            queue.requeueUnfinished(waiting);
        } else if (!result.differences().isEmpty() || !result.stale().isEmpty()) {
            AuditResult before = waiting.suspected();
            List<AuditDifference> confirmed = before == null ? List.of() : confirmed(before, result);
            if (!confirmed.isEmpty()) {
                differing.increment();
                drifts.record(one.auditor().projection(), result, confirmed);
            } else if (waiting.attempts() < MAX_ATTEMPTS) {
                queue.requeue(waiting, timing.secondAudit(), result);
            }
        } else if (result.moved() && waiting.attempts() < MAX_ATTEMPTS) {
            queue.requeue(waiting, timing.secondAudit(), null);
        } else if (result.moved()) {
            moving.increment();
        } else {
            return true;
        }
        return false;
    }

    /** What both audits have found. An entry of an earlier revision counts if no event has come meanwhile. */
    static List<AuditDifference> confirmed(AuditResult first, AuditResult second) {
        List<AuditDifference> confirmed = new ArrayList<>();
        if (!first.differences().isEmpty()) {
            confirmed.addAll(second.differences());
        }
        if (!first.stale().isEmpty() && first.versions().equals(second.versions())) {
            confirmed.addAll(second.stale());
        }
        return confirmed;
    }

    /** What is audited, by projection. */
    List<AuditedProjection> all() {
        return audited;
    }

    /** How many keys this process has audited. */
    long count() {
        return (long) (agreeing.count() + differing.count() + moving.count());
    }

    int waiting() {
        return audited.stream().mapToInt(one -> one.queue().size()).sum();
    }

    long skipped() {
        return audited.stream().mapToLong(one -> one.queue().skipped()).sum();
    }
}
