package stockledger.query.projection;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sees to it that what is agreed happens in this process: the right epochs run, the right one is served, one that has
 * been built takes over, and old ones go.
 */
final class Supervisor implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final int ROUNDS_BETWEEN_SWEEPS = 60;
    private static final int LONGEST_ROUND_SECONDS = 10;

    /** A built epoch is served when it reached an end of the events that was read at most this many rounds ago. */
    private static final int FRESH_ROUNDS = 5;

    private final List<Projection<?>> projections;
    private final EpochRegistry control;
    private final Tokens tokens;
    private final InstanceRegistry attendance;
    private final ProcessorRunner runs;
    private final EpochCleaner sweeper;
    private final ReadModels models;
    private final Progress progress;
    private final Readiness readiness;
    private final ProjectionSettings settings;
    private final Map<Epoch, Goal> goals = new HashMap<>();
    private @Nullable ScheduledExecutorService rounds;
    private long round;
    private boolean troubled;
    private volatile boolean running;

    /** An end of the events, and in which round it was read. */
    private record Goal(long head, long round) {}

    Supervisor(
            List<Projection<?>> projections,
            EpochRegistry control,
            Tokens tokens,
            InstanceRegistry attendance,
            ProcessorRunner runs,
            EpochCleaner sweeper,
            ReadModels models,
            Progress progress,
            Readiness readiness,
            ProjectionSettings settings) {
        this.projections = projections;
        this.control = control;
        this.tokens = tokens;
        this.attendance = attendance;
        this.runs = runs;
        this.sweeper = sweeper;
        this.models = models;
        this.progress = progress;
        this.readiness = readiness;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        running = true;
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread supervisor = new Thread(work, "projection-supervisor");
            supervisor.setDaemon(true);
            return supervisor;
        });
        thread.scheduleWithFixedDelay(this::round, 0, settings.pollMillis(), TimeUnit.MILLISECONDS);
        rounds = thread;
    }

    /** Looks at once instead of at the next round. */
    synchronized void look() {
        if (rounds != null && running) {
            rounds.execute(this::round);
        }
    }

    private void round() {
        if (!running) {
            return;
        }
        try {
            if (round == 0) {
                tokens.prepare();
            }
            attendance.beat();
            List<EpochRegistry.State> states =
                    control.read(projections.stream().map(Projection::name).toList());
            long head = progress.head();
            if (troubled) {
                // Readers double their pauses while a store is away; it is back, so they begin afresh.
                runs.pause();
                troubled = false;
                LOG.info("the stores can be reached again");
            }
            for (int i = 0; i < states.size(); i++) {
                tend(projections.get(i), states.get(i), head);
            }
            if (round % ROUNDS_BETWEEN_SWEEPS == 0) {
                sweeper.sweep(projections, states);
            }
            round++;
        } catch (RuntimeException e) {
            if (!troubled) {
                LOG.warn("projections cannot be looked after: {}", e.toString());
            }
            troubled = true;
        }
    }

    private void tend(Projection<?> projection, EpochRegistry.State agreed, long head) {
        EpochRegistry.State state = control.retire(agreed);
        runs.run(projection, state.running());
        models.run(projection.name(), state.running());
        models.serve(state.epoch(state.live()));
        if (readiness.awaits(state.name()) && reached(state.epoch(state.live()), head)) {
            readiness.caughtUp(state.name());
            models.caughtUp(state.name());
            if (readiness.complete()) {
                LOG.info("every projection has caught up");
            }
        }
        if (state.building() != null && state.retiring() == null) {
            Epoch built = state.epoch(state.building());
            if (reachedLately(built, head)) {
                EpochRegistry.State now = control.switchOver(state, Duration.ofSeconds(settings.retireSeconds()));
                models.serve(now.epoch(now.live()));
                LOG.info("{} is served", now.epoch(now.live()).group());
            }
        }
    }

    private boolean reachedLately(Epoch built, long head) {
        Goal goal = goals.computeIfAbsent(built, epoch -> new Goal(head, round));
        if (!passed(built, goal)) {
            return false;
        }
        if (round - goal.round() > FRESH_ROUNDS) {
            goals.put(built, new Goal(head, round));
            return passed(built, new Goal(head, round));
        }
        goals.remove(built);
        return true;
    }

    private boolean reached(Epoch epoch, long head) {
        Goal goal = goals.computeIfAbsent(epoch, first -> new Goal(head, round));
        boolean passed = passed(epoch, goal);
        if (passed) {
            goals.remove(epoch);
        }
        return passed;
    }

    private boolean passed(Epoch epoch, Goal goal) {
        List<Tokens.Standing> standings = tokens.standings(epoch, runs.status(epoch));
        return !standings.isEmpty()
                && standings.stream().allMatch(standing -> standing.caughtUp() || standing.position() >= goal.head());
    }

    @Override
    public synchronized void stop() {
        running = false;
        ScheduledExecutorService thread = rounds;
        if (thread == null) {
            return;
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_ROUND_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            attendance.leave();
        } catch (RuntimeException e) {
            LOG.info("could not say good-bye: {}", e.getMessage());
        }
        runs.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins before questions are taken, and ends after the last was answered. */
    @Override
    public int getPhase() {
        return 0;
    }
}
