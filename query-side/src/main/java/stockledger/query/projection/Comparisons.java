package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;

/**
 * Compares rebuilt epochs with the served ones in the background, in one thread and a bounded part of its time. One process does
 * it; when that process stops, another one begins again, since what was compared before may have changed.
 */
final class Comparisons {

    private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);

    /** When there is nothing to do but to look at some documents again. */
    private static final Duration IDLE_PAUSE = Duration.ofMillis(100);

    private static final int EXTENSIONS_PER_LEASE = 5;
    private static final int PERCENT = 100;

    private final MongoDatabase database;
    private final List<AnswerComparison> answers;
    private final ComparisonLease lease;
    private final Differences differences;
    private final EpochRegistry epochs;
    private final TaskScheduler scheduler;
    private final int sharePercent;
    private final long extendNanos;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    /**
     * @param sharePercent part of the time of one thread
     * @param leaseTimeout after which another process takes over
     */
    Comparisons(
            MongoDatabase database,
            List<AnswerComparison> answers,
            ComparisonLease lease,
            Differences differences,
            EpochRegistry epochs,
            TaskScheduler scheduler,
            int sharePercent,
            Duration leaseTimeout) {
        this.database = database;
        this.answers = List.copyOf(answers);
        this.lease = lease;
        this.differences = differences;
        this.epochs = epochs;
        this.scheduler = scheduler;
        this.sharePercent = sharePercent;
        this.extendNanos = leaseTimeout.dividedBy(EXTENSIONS_PER_LEASE).toNanos();
    }

    /** A comparison that this process does. */
    private final class Running implements Runnable {

        private final EpochState state;
        private final int rebuilt;
        private final Comparison<?> comparison;
        private ComparisonLease.Held held;
        private long extendedAtNanos = System.nanoTime();
        private volatile boolean ended;

        Running(Projection<?> projection, EpochState state, int rebuilt, ComparisonLease.Held held) {
            this.state = state;
            this.rebuilt = rebuilt;
            this.held = held;
            this.comparison = comparison(projection, state.liveEpoch(), state.epoch(rebuilt), this::add);
        }

        private void add(List<Difference> found) {
            long stored = comparison.counts().differences();
            int room = (int) Math.max(0, Math.min(found.size(), Differences.MAX_STORED - stored));
            differences.add(held.scope(), held.pass(), found.subList(0, room));
        }

        @Override
        public void run() {
            if (ended) {
                return;
            }
            long start = System.nanoTime();
            try {
                boolean idle = comparison.step();
                if (comparison.isDone()) {
                    finish();
                } else if (System.nanoTime() - extendedAtNanos < extendNanos || extend(false)) {
                    scheduler.schedule(
                            this, scheduler.getClock().instant().plus(idle ? IDLE_PAUSE : pauseAfter(start)));
                }
            } catch (RuntimeException e) {
                LOG.warn("{}: the comparison begins again: {}", held.scope(), e.toString());
                end();
            }
        }

        private boolean extend(boolean done) {
            ComparisonLease.Held extended = lease.extend(held, comparison.counts(), done);
            extendedAtNanos = System.nanoTime();
            if (extended == null) {
                LOG.info("{}: another process compares", held.scope());
                end();
                return false;
            }
            held = extended;
            return true;
        }

        private void finish() {
            if (extend(true)) {
                differences.deleteBefore(held.scope(), held.pass());
                Comparison.Counts counts = comparison.counts();
                LOG.info("{} was compared with epoch {}: {}", held.scope(), state.live(), counts);
                epochs.change(
                        state.name(),
                        now -> now.live() == state.live()
                                ? now.compared(rebuilt, counts.differences() == 0, ProjectionAdmin.now())
                                : now);
                end();
            }
        }

        private void end() {
            ended = true;
            comparison.close();
            running.remove(held.scope(), this);
        }
    }

    private Duration pauseAfter(long startNanos) {
        long used = System.nanoTime() - startNanos;
        return Duration.ofNanos(
                Math.max(TimeUnit.MILLISECONDS.toNanos(1), used * (PERCENT - sharePercent) / sharePercent));
    }

    private <V> Comparison<V> comparison(
            Projection<V> projection, Epoch live, Epoch rebuilt, Consumer<List<Difference>> found) {
        return new Comparison<>(projection, live, database, rebuilt, database, answersOf(projection), found);
    }

    private @Nullable AnswerComparison answersOf(Projection<?> projection) {
        return answers.stream()
                .filter(one -> one.projection().equals(projection.name()))
                .findFirst()
                .orElse(null);
    }

    /** Compares the built epoch of a projection if that is to be done, and ends comparisons that are not. */
    void run(Projection<?> projection, EpochState state) {
        Integer comparing = state.rebuild()
                .filter(rebuild -> rebuild.state() == Rebuild.State.COMPARING)
                .map(Rebuild::epoch)
                .orElse(null);
        String scope = comparing == null ? "" : state.epoch(comparing).group();
        running.values().stream()
                .filter(one -> one.state.name().equals(state.name()))
                .filter(one -> !one.held.scope().equals(scope) || one.state.live() != state.live())
                .toList()
                .forEach(Running::end);
        if (comparing != null && !running.containsKey(scope)) {
            ComparisonLease.Held held = lease.acquire(scope);
            if (held != null) {
                Running begun = new Running(projection, state, comparing, held);
                running.put(scope, begun);
                LOG.info("{}: comparing with epoch {}, pass {}", scope, state.live(), held.pass());
                scheduler.schedule(begun, scheduler.getClock().instant());
            }
        }
    }

    /** What is known about the comparison of an epoch. */
    Optional<ComparisonLease.Stored> find(Epoch epoch) {
        return lease.find(epoch.group());
    }

    Differences.Page differences(Epoch epoch, @Nullable String after, int limit) {
        return differences.page(epoch.group(), after, limit);
    }

    /** Deletes the differences of rebuilds that are not remembered. */
    void clean(EpochState state) {
        differences.retain(
                state.name(),
                state.rebuilds().stream()
                        .map(rebuild -> state.epoch(rebuild.epoch()).group())
                        .collect(Collectors.toSet()));
    }

    void stop() {
        running.values().forEach(Running::end);
    }
}
