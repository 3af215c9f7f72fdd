package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;

/**
 * In shadow mode: compares what this process has folded, and what it renders, with what the other processes serve, pass after
 * pass. Idle in any other mode.
 */
public final class ShadowComparisons implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowComparisons.class);
    private static final Duration PAUSE_BETWEEN_PASSES = Duration.ofSeconds(1);
    private static final Duration IDLE_PAUSE = Duration.ofMillis(100);
    private static final int PERCENT = 100;

    private final boolean isShadow;
    private final List<Projection<?>> projections;
    private final MongoDatabase served;
    private final MongoDatabase own;
    private final EpochRegistry servedEpochs;
    private final ReadModels models;
    private final List<AnswerComparison> answers;
    private final Differences differences;
    private final TaskScheduler scheduler;
    private final int sharePercent;
    private final Instant startedAt = Instant.now();
    private final Map<String, Status> statuses = new ConcurrentHashMap<>();
    private int next;
    private @Nullable Pass current;
    private volatile boolean running;

    ShadowComparisons(
            boolean isShadow,
            List<Projection<?>> projections,
            MongoDatabase served,
            MongoDatabase own,
            ReadModels models,
            List<AnswerComparison> answers,
            TaskScheduler scheduler,
            int sharePercent) {
        this.isShadow = isShadow;
        this.projections = List.copyOf(projections);
        this.served = served;
        this.own = own;
        this.servedEpochs = new EpochRegistry(served);
        this.models = models;
        this.answers = List.copyOf(answers);
        this.differences = new Differences(own);
        this.scheduler = scheduler;
        this.sharePercent = sharePercent;
    }

    /**
     * The comparison of one projection.
     *
     * @param servedEpoch the epoch that the others serve
     * @param passes passes that are complete
     * @param differences found by the last complete pass; before the first one, so far
     * @param running counts of the pass that runs
     */
    public record Status(String name, int servedEpoch, int passes, long differences, Counts running) {}

    /**
     * What was compared.
     *
     * @param waiting documents that are of other events for a moment
     */
    public record Counts(long documents, long sideDocuments, long answers, int waiting) {}

    /** A pass over one projection. */
    private record Pass(String name, int number, Epoch live, Comparison<?> comparison) {}

    /** Whether this process is in shadow mode. */
    public boolean isShadow() {
        return isShadow;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** The comparisons that have begun, by projection. */
    public List<Status> statuses() {
        return projections.stream()
                .map(projection -> Optional.ofNullable(statuses.get(projection.name())))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * What the passes have found.
     *
     * @param after position of the page; null for the first
     */
    public ProjectionAdmin.DifferencePage differences(String projection, @Nullable String after, int limit) {
        Differences.Page page = differences.page(scope(projection), after, limit);
        return new ProjectionAdmin.DifferencePage(page.differences(), page.next());
    }

    private static String scope(String projection) {
        return projection + "@shadow";
    }

    private void step() {
        if (!running) {
            return;
        }
        long start = System.nanoTime();
        Duration pause = PAUSE_BETWEEN_PASSES;
        try {
            Pass pass = current == null ? begin() : current;
            if (pass != null) {
                pause = step(pass, start);
            }
        } catch (RuntimeException e) {
            LOG.warn("the comparison begins again: {}", e.toString());
            end();
        }
        scheduler.schedule(this::step, scheduler.getClock().instant().plus(pause));
    }

    private Duration step(Pass pass, long start) {
        boolean idle = pass.comparison().step();
        Comparison.Counts counts = pass.comparison().counts();
        boolean isDone = pass.comparison().isDone();
        Status before = statuses.get(pass.name());
        statuses.put(
                pass.name(),
                new Status(
                        pass.name(),
                        pass.live().number(),
                        isDone ? pass.number() : pass.number() - 1,
                        isDone || before == null || before.passes() == 0 ? counts.differences() : before.differences(),
                        new Counts(counts.documents(), counts.sideDocuments(), counts.answers(), counts.waiting())));
        if (isDone) {
            differences.deleteBefore(scope(pass.name()), pass.number());
            LOG.info("{}: pass {} has found {} differences", pass.name(), pass.number(), counts.differences());
        }
        if (isDone || !pass.live().equals(liveOf(pass.name()))) {
            end();
            return PAUSE_BETWEEN_PASSES;
        }
        long used = System.nanoTime() - start;
        return idle
                ? IDLE_PAUSE
                : Duration.ofNanos(
                        Math.max(TimeUnit.MILLISECONDS.toNanos(1), used * (PERCENT - sharePercent) / sharePercent));
    }

    private void end() {
        if (current != null) {
            current.comparison().close();
            current = null;
        }
    }

    private @Nullable Epoch liveOf(String projection) {
        return servedEpochs.find(projection).map(EpochState::liveEpoch).orElse(null);
    }

    /** Begins the pass over the next projection that has caught up. */
    private @Nullable Pass begin() {
        Projection<?> projection = projections.get(next++ % projections.size());
        Epoch mine = models.served(projection.name());
        Epoch live = liveOf(projection.name());
        if (mine == null || live == null || !models.isCaughtUp(projection.name())) {
            return null;
        }
        Status before = statuses.get(projection.name());
        int number = before == null ? 1 : before.passes() + 1;
        current = new Pass(projection.name(), number, live, comparison(projection, live, mine, number));
        return current;
    }

    private <V> Comparison<V> comparison(Projection<V> projection, Epoch live, Epoch mine, int pass) {
        List<AnswerComparison> mineAnswers = answers.stream()
                .filter(one -> one.projection().equals(projection.name()))
                .toList();
        List<Integer> stored = new ArrayList<>(List.of(0));
        return new Comparison<>(
                projection, live, served, mine, own, mineAnswers.isEmpty() ? null : mineAnswers.get(0), found -> {
                    int room = Math.max(0, Math.min(found.size(), Differences.MAX_STORED - stored.get(0)));
                    differences.add(scope(projection.name()), pass, found.subList(0, room));
                    stored.set(0, stored.get(0) + room);
                });
    }

    @Override
    public void start() {
        running = isShadow;
        if (isShadow) {
            scheduler.schedule(this::step, scheduler.getClock().instant());
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
