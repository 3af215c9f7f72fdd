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

/** Meters of commands: count, outcome and latency, queue length, batch size, conflicts. */
final class DispatchMeters {

    private static final int LARGEST_BATCH = 1024;

    private final MeterRegistry registry;

    /** A look-up in the registry takes longer than a command. */
    private final ConcurrentHashMap<Tags, Timer> timers = new ConcurrentHashMap<>();

    private final DistributionSummary batchSize;
    private final Counter conflicts;

    private record Tags(String type, String outcome) {}

    DispatchMeters(MeterRegistry registry) {
        this.registry = registry;
        this.batchSize = DistributionSummary.builder("stockledger.dispatch.batch.size")
                .description("Commands that were stored in one transaction")
                .publishPercentileHistogram()
                .minimumExpectedValue(1.0)
                .maximumExpectedValue((double) LARGEST_BATCH)
                .register(registry);
        this.conflicts = Counter.builder("stockledger.dispatch.conflicts")
                .description("Conflicts with appends of other processes, each followed by a retry")
                .register(registry);
    }

    /** Registers the gauge of a queue; returns the queue. */
    PartitionedCommandQueue measured(PartitionedCommandQueue queue) {
        Gauge.builder("stockledger.dispatch.queued", queue, PartitionedCommandQueue::size)
                .description("Commands in the queues of all partitions")
                .register(registry);
        return queue;
    }

    void recordBatch(int commands) {
        batchSize.record(commands);
    }

    void recordConflict() {
        conflicts.increment();
    }

    /**
     * Measures commands from now until their results complete.
     *
     * @param first of commands of one type
     */
    CompletableFuture<List<GroupCommit.Result>> measure(
            Object first, CompletableFuture<List<GroupCommit.Result>> results) {
        String type = first.getClass().getSimpleName();
        long start = System.nanoTime();
        results.whenComplete((completed, thrown) -> {
            long nanos = System.nanoTime() - start;
            if (completed == null) {
                record(type, thrown instanceof Refusal refusal ? refusal.code() : "failed", nanos);
            } else {
                completed.forEach(one -> record(type, outcome(one), nanos));
            }
        });
        return results;
    }

    private void record(String type, String outcome, long nanos) {
        timers.computeIfAbsent(new Tags(type, outcome), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Tags tags) {
        return Timer.builder("stockledger.commands")
                .description("Commands, from their arrival to their result")
                .tag("type", tags.type())
                .tag("outcome", tags.outcome())
                .publishPercentileHistogram()
                .register(registry);
    }

    private static String outcome(GroupCommit.Result completed) {
        if (completed.refusal() != null) {
            return completed.refusal().code();
        }
        return completed.result() instanceof Outcome<?> outcome && outcome.replayed() ? "replayed" : "stored";
    }
}
