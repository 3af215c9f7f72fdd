package stockledger.query.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
import stockledger.query.audit.SkuAudit.Look;
import stockledger.query.projection.NotServedYetException;

/**
 * Audits SKUs in the background, at most so many per second. A difference counts once a second look has found it, too: the first
 * may have been in the middle of a change.
 */
final class AuditRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AuditRunner.class);

    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Looks at a SKU that changes all the time; the next change brings it back. */
    private static final int MAX_ATTEMPTS = 5;

    /** Events that are read per second, some 80 ms of processor at the most. A stream of 100,000 events takes 25 seconds, once. */
    static final int MAX_EVENTS = 4_000;

    private static final int TURNS_BETWEEN_REFRESHES = 30;
    private static final double SECONDS = 60;

    private final SkuAudit audit;
    private final AuditQueue queue;
    private final Sweep sweep;
    private final Drifts drifts;
    private final AuditSettings settings;
    private final Duration secondLook;
    private final Counter agreeing;
    private final Counter differing;
    private final Counter moving;
    private long turns;
    private double sweepBudget;

    AuditRunner(
            SkuAudit audit,
            AuditQueue queue,
            Sweep sweep,
            Drifts drifts,
            AuditSettings settings,
            AuditTiming timing,
            MeterRegistry registry) {
        this.audit = audit;
        this.queue = queue;
        this.sweep = sweep;
        this.drifts = drifts;
        this.settings = settings;
        this.secondLook = timing.secondLook();
        this.agreeing = counter("agrees", registry);
        this.differing = counter("differs", registry);
        this.moving = counter("moves", registry);
        Gauge.builder("stockledger.audit.drifted", drifts, Drifts::count)
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

    /** One turn; called once per second. */
    void run() {
        try {
            if (turns++ % TURNS_BETWEEN_REFRESHES == 0) {
                drifts.refresh();
            }
            int swept = sweep();
            List<Waiting> due = queue.takeDue(settings.changedPerSecond() + Math.max(1, swept));
            if (!due.isEmpty()) {
                lookAt(due);
            }
        } catch (NotServedYetException e) {
            LOG.debug("nothing is audited yet: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.debug("the audit waits for the stores", e);
        }
    }

    /** The number of SKUs that are swept in this turn. */
    private int sweep() {
        int count = 0;
        sweepBudget =
                Math.min(sweepBudget + settings.sweptPerMinute() / SECONDS, Math.max(1, settings.sweptPerMinute()));
        while (sweepBudget >= 1) {
            String sku = sweep.next();
            if (sku == null) {
                sweepBudget = 0;
                break;
            }
            sweepBudget--;
            queue.sweep(sku);
            count++;
        }
        return count;
    }

    private void lookAt(List<Waiting> due) {
        Map<String, Waiting> bySku = new LinkedHashMap<>();
        due.forEach(one -> bySku.put(one.sku(), one));
        due.stream().filter(Waiting::swept).forEach(one -> audit.forget(new Sku(one.sku())));
        Set<String> withEnds = new HashSet<>();
        due.stream().filter(one -> one.swept() || one.suspected() != null).forEach(one -> withEnds.add(one.sku()));
        List<Look> looks;
        try {
            looks = audit.look(bySku.keySet(), withEnds, MAX_EVENTS);
        } catch (RuntimeException e) {
            due.forEach(one -> queue.again(one, secondLook, one.suspected()));
            throw e;
        }
        for (Look look : looks) {
            Waiting one = bySku.remove(look.sku().value());
            if (one != null) {
                judge(one, look);
            }
        }
    }

    private void judge(Waiting one, Look look) {
        if (look.unfinished()) {
            queue.goOn(one);
        } else if (!look.differences().isEmpty() || !look.stale().isEmpty()) {
            Look before = one.suspected();
            List<Difference> confirmed = before == null ? List.of() : confirmed(before, look);
            if (!confirmed.isEmpty()) {
                differing.increment();
                drifts.record(look, confirmed);
            } else if (one.attempts() < MAX_ATTEMPTS) {
                queue.again(one, secondLook, look);
            }
        } else if (look.moved() && one.attempts() < MAX_ATTEMPTS) {
            queue.again(one, secondLook, null);
        } else if (look.moved()) {
            moving.increment();
        } else {
            agreeing.increment();
            drifts.end(look.sku().value());
        }
    }

    /** What both looks have found. An entry of an earlier revision counts if no event has come meanwhile. */
    static List<Difference> confirmed(Look first, Look second) {
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
