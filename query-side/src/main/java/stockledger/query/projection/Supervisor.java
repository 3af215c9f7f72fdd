package stockledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Applies the state of the {@link EpochRegistry} to this process: runs the registered epochs, serves the live one,
 * switches to a rebuilt one once it has caught up, and removes old ones.
 *
 * <p>How it works. An event is applied to a document at most once, in the order of its stream, and none is skipped (see
 * {@link BatchFolder}). A rebuild runs as an epoch of its own, with its own collections and tokens, while the live epoch
 * is served; once every segment has passed a head of the event store that was read moments before, it is compared with
 * what is served, and served itself (see {@link EpochState}). The previous epoch keeps running after the switch, so that
 * every process stops serving it before it stops, and that it can be served again. All
 * processes decide from the same registry document, changed by compare-and-set, so each switch happens once. A process
 * reports ready once each live epoch has passed the head at the start of the process; until then a projection answers no
 * query. A projection that is paused is folded by no process: its documents are served as they are, and its rebuild waits.
 */
final class Supervisor implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final int CHECKS_BETWEEN_CLEANUPS = 60;
    private static final int CHECKS_BETWEEN_HEARTBEATS = 2;

    /** Often enough for times in days; the MongoDB stand-in reads all documents for it. */
    private static final int CHECKS_BETWEEN_DELETIONS = 600;

    /** Queries are answered 503 until the projections have caught up, which a process checks more often. */
    private static final Duration INTERVAL_AT_START = Duration.ofMillis(100);

    private static final int STOP_TIMEOUT_SECONDS = 10;

    /** A rebuilt epoch is served when it has reached a head that was read at most this many checks ago. */
    private static final int MAX_TARGET_AGE_CHECKS = 5;

    private final List<Projection<?>> projections;
    private final EpochRegistry epochs;
    private final Tokens tokens;
    private final InstanceRegistry instances;
    private final ProcessorRunner processors;
    private final EpochCleaner cleaner;
    private final RetentionCleaner retention;
    private final ReadModels models;
    private final EventStoreGuard guard;
    private final EpochSwitch epochSwitch;
    private final Comparisons comparisons;
    private final Progress progress;
    private final Readiness readiness;
    private final EpochTiming timing;
    private final ThreadPoolTaskScheduler scheduler;
    private final Watermarks watermarks;
    private final Map<Epoch, Target> targets = new HashMap<>();

    /** Held by the running check, so that stopping waits for it. */
    private final ReentrantLock checking = new ReentrantLock();

    private @Nullable ScheduledFuture<?> checks;
    private long checkCount;
    private boolean moreToDelete;
    private boolean failing;
    private long recentHead = -1;
    private volatile long earlierHead = -1;
    private volatile boolean running;

    /** A head of the event store, and the check that read it. */
    private record Target(long head, long check) {}

    Supervisor(
            List<Projection<?>> projections,
            EpochRegistry epochs,
            Tokens tokens,
            InstanceRegistry instances,
            ProcessorRunner processors,
            EpochCleaner cleaner,
            RetentionCleaner retention,
            ReadModels models,
            EventStoreGuard guard,
            EpochSwitch epochSwitch,
            Comparisons comparisons,
            Progress progress,
            Readiness readiness,
            EpochTiming timing,
            ThreadPoolTaskScheduler scheduler) {
        this.projections = projections;
        this.epochs = epochs;
        this.tokens = tokens;
        this.instances = instances;
        this.processors = processors;
        this.cleaner = cleaner;
        this.retention = retention;
        this.models = models;
        this.guard = guard;
        this.epochSwitch = epochSwitch;
        this.comparisons = comparisons;
        this.progress = progress;
        this.readiness = readiness;
        this.timing = timing;
        this.scheduler = scheduler;
        this.watermarks = new Watermarks(tokens, processors, models);
    }

    @Override
    public synchronized void start() {
        running = true;
        checks = scheduler.schedule(this::check, this::nextCheck);
    }

    private Instant nextCheck(TriggerContext context) {
        Instant last = context.lastCompletion();
        if (last == null) {
            return scheduler.getClock().instant();
        }
        boolean starting = !readiness.isComplete() && timing.checkInterval().compareTo(INTERVAL_AT_START) > 0;
        return last.plus(starting ? INTERVAL_AT_START : timing.checkInterval());
    }

    /** Checks now instead of at the next interval. */
    void checkNow() {
        if (running) {
            scheduler.execute(this::check);
        }
    }

    /** The head of the event store some seconds ago; -1 before that is known. */
    long earlierHead() {
        return earlierHead;
    }

    /** The time after which every process serves the epoch of a switch. */
    Duration settling() {
        return timing.retireDelay();
    }

    /** Serves the live epoch of this state now, if its processor runs. */
    void serveNow(EpochState state) {
        checking.lock();
        try {
            epochSwitch.serve(state);
        } finally {
            checking.unlock();
        }
    }

    private void check() {
        checking.lock();
        try {
            if (running) {
                applyRegistry();
            }
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("projections cannot be supervised until the stores are reachable: {}", e.toString());
            }
            failing = true;
        } finally {
            checking.unlock();
        }
    }

    private void applyRegistry() {
        if (checkCount == 0) {
            tokens.prepare();
        }
        if (!guard.allows(targets::clear)) {
            return;
        }
        if (checkCount % CHECKS_BETWEEN_HEARTBEATS == 0) {
            instances.heartbeat();
        }
        List<EpochState> states =
                epochs.read(projections.stream().map(Projection::name).toList());
        if (guard.isOutdated(states.stream().map(EpochState::live).toList())) {
            return;
        }
        Instant now = scheduler.getClock().instant();
        long head = progress.head();
        guard.anchor(head);
        if (failing) {
            // Processors back off exponentially during an outage: restart them without that delay.
            processors.stopAll();
            failing = false;
            LOG.info("the stores are reachable again");
        }
        for (int i = 0; i < states.size(); i++) {
            apply(projections.get(i), states.get(i), head);
            watermarks.check(states.get(i).epoch(states.get(i).live()), head, now);
        }
        if (checkCount % MAX_TARGET_AGE_CHECKS == 0) {
            earlierHead = recentHead;
            recentHead = head;
        }
        if (checkCount % CHECKS_BETWEEN_CLEANUPS == 0) {
            cleaner.clean(projections, states);
            states.forEach(comparisons::clean);
        }
        checkCount++;
        if (moreToDelete || checkCount % CHECKS_BETWEEN_DELETIONS == 0) {
            moreToDelete = retention.clean(projections);
        }
    }

    private void apply(Projection<?> projection, EpochState read, long head) {
        EpochState state = epochs.retire(read);
        processors.run(projection, state);
        models.setRunning(projection.name(), cached(state));
        models.setPaused(projection.name(), state.isPaused());
        epochSwitch.serve(state);
        // What other processes serve when a projection is paused is served by one that starts then, too.
        if (!models.isCaughtUp(state.name()) && (state.isPaused() || hasPassedFirstHead(state.liveEpoch(), head))) {
            models.markCaughtUp(state.name());
            if (readiness.markCaughtUp(state.name()) && readiness.isComplete()) {
                LOG.info("every projection has caught up");
            }
        }
        comparisons.run(projection, state);
        if (state.building() != null && !state.isPaused()) {
            advance(state, state.epoch(state.building()), head);
        }
    }

    /** Moves a rebuild on: it has caught up, or is due to be served. */
    private void advance(EpochState state, Epoch built, long head) {
        Rebuild rebuild = state.rebuild().orElseThrow();
        if (rebuild.state() == Rebuild.State.BUILDING) {
            processors.writeDeferred(built, state.historyEnd(built));
        }
        boolean waits = rebuild.isReady() && !rebuild.isDue();
        if (waits || !hasPassedRecentHead(built, head)) {
            return;
        }
        int number = built.number();
        Instant now = ProjectionAdmin.now();
        // Not both at once: its processor is started again when it has folded the past.
        EpochState after = epochs.change(
                state.name(),
                before -> rebuild.isReady()
                        ? before.switched(number, now, timing.retireDelay())
                        : before.caughtUp(number, now));
        after.rebuild(number)
                .filter(changed -> changed.state() != rebuild.state())
                .ifPresent(changed -> LOG.info("{} is {}", built.group(), changed.state()));
        if (after.live() == number) {
            epochSwitch.serve(after);
        }
    }

    /** The epochs whose answers are written to Redis at each change: not one that is built and still folds the past. */
    private Set<Epoch> cached(EpochState state) {
        Set<Epoch> epochs = new HashSet<>(state.running());
        epochs.removeIf(epoch ->
                state.historyEnd(epoch) >= 0 && !hasPassed(epoch, new Target(state.historyEnd(epoch), checkCount)));
        return epochs;
    }

    private boolean hasPassedFirstHead(Epoch epoch, long head) {
        Target target = targets.computeIfAbsent(epoch, absent -> new Target(head, checkCount));
        boolean passed = hasPassed(epoch, target);
        if (passed) {
            targets.remove(epoch);
        }
        return passed;
    }

    private boolean hasPassedRecentHead(Epoch epoch, long head) {
        Target target = targets.computeIfAbsent(epoch, absent -> new Target(head, checkCount));
        if (!hasPassedExactly(epoch, target)) {
            return false;
        }
        if (checkCount - target.check() > MAX_TARGET_AGE_CHECKS) {
            Target newer = new Target(head, checkCount);
            targets.put(epoch, newer);
            return hasPassedExactly(epoch, newer);
        }
        targets.remove(epoch);
        return true;
    }

    private boolean hasPassed(Epoch epoch, Target target) {
        List<Tokens.SegmentPosition> positions = tokens.positions(epoch, processors.writtenStatus(epoch));
        return !positions.isEmpty()
                && positions.stream().allMatch(segment -> segment.caughtUp() || segment.position() >= target.head());
    }

    /** Also of an epoch that was at the head before, and is behind since. */
    private boolean hasPassedExactly(Epoch epoch, Target target) {
        return epochSwitch.hasPassed(epoch, target.head());
    }

    @Override
    public synchronized void stop() {
        running = false;
        epochSwitch.stop();
        comparisons.stop();
        if (checks == null) {
            return;
        }
        checks.cancel(false);
        checks = null;
        awaitRunningCheck();
        try {
            instances.leave();
        } catch (RuntimeException e) {
            LOG.info("instance could not be deregistered, its heartbeat expires: {}", e.getMessage());
        }
        processors.stopAll();
    }

    private void awaitRunningCheck() {
        try {
            if (checking.tryLock(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                checking.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before the web server accepts requests, and stops after it answered the last one. */
    @Override
    public int getPhase() {
        return 0;
    }
}
