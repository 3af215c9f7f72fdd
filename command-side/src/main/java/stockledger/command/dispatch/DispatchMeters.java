package stockledger.command.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How many commands came, how each ended and when, how many wait, and how many are stored together. */
final class DispatchMeters {

    private static final int LARGEST_BATCH = 1024;

    private final MeterRegistry registry;

    /** To look one up in the registry costs more than to decide: each is looked up once. */
    private final ConcurrentHashMap<Kind, Timer> timers = new ConcurrentHashMap<>();

    private final DistributionSummary together;
    private final Counter lost;

    /** Commands that are counted together. */
    private record Kind(String type, String outcome) {}

    DispatchMeters(MeterRegistry registry) {
        this.registry = registry;
        this.together = DistributionSummary.builder("stockledger.dispatch.together")
                .description("Commands that were decided together and stored in one transaction")
                .publishPercentileHistogram()
                .minimumExpectedValue(1.0)
                .maximumExpectedValue((double) LARGEST_BATCH)
                .register(registry);
        this.lost = Counter.builder("stockledger.dispatch.lost")
                .description("Times that another process had appended first, and what was decided was decided again")
                .register(registry);
    }

    /** Lanes as they are: how many commands wait in them is asked when somebody looks. */
    PartitionedCommandQueue watched(PartitionedCommandQueue lanes) {
        Gauge.builder("stockledger.dispatch.waiting", lanes, PartitionedCommandQueue::waiting)
                .description("Commands that wait in lanes")
                .register(registry);
        return lanes;
    }

    /** So many commands are decided together. */
    void together(int commands) {
        together.record(commands);
    }

    /** Another process appended first. */
    void lost() {
        lost.increment();
    }

    /**
     * Commands were sent; what becomes of them is counted when it is known.
     *
     * @param first what is sent together is of one type, this one's
     */
    CompletableFuture<List<GroupCommit.Decided>> sent(
            Object first, CompletableFuture<List<GroupCommit.Decided>> outcome) {
        String type = first.getClass().getSimpleName();
        long begun = System.nanoTime();
        outcome.whenComplete((decided, thrown) -> {
            long nanos = System.nanoTime() - begun;
            if (decided == null) {
                count(type, thrown instanceof Refusal refusal ? refusal.code() : "failed", nanos);
            } else {
                decided.forEach(one -> count(type, word(one), nanos));
            }
        });
        return outcome;
    }

    private void count(String type, String outcome, long nanos) {
        timers.computeIfAbsent(new Kind(type, outcome), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("stockledger.commands")
                .description("Commands, from their arrival until their answer is known")
                .tag("type", kind.type())
                .tag("outcome", kind.outcome())
                .publishPercentileHistogram()
                .register(registry);
    }

    private static String word(GroupCommit.Decided decided) {
        if (decided.refusal() != null) {
            return decided.refusal().code();
        }
        return decided.answer() instanceof Outcome<?> outcome && outcome.replayed() ? "replayed" : "stored";
    }
}
