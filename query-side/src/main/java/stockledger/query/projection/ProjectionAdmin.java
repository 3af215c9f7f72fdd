package stockledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Administration of projections: their progress, and rebuilds beside the served epochs. */
public final class ProjectionAdmin {

    /** The position of segments that another process folds is known a second late. */
    private static final Duration MAX_ROLL_BACK_WAIT = Duration.ofSeconds(3);

    private final List<String> projections;
    private final Progress progress;
    private final EpochRegistry epochs;
    private final EpochSwitch epochSwitch;
    private final Comparisons comparisons;
    private final Supervisor supervisor;
    private final OperatorLock lock;
    private final ReadModels models;

    ProjectionAdmin(
            List<Projection<?>> projections,
            Progress progress,
            EpochRegistry epochs,
            EpochSwitch epochSwitch,
            Comparisons comparisons,
            Supervisor supervisor,
            OperatorLock lock,
            ReadModels models) {
        this.models = models;
        this.projections = projections.stream().map(Projection::name).sorted().toList();
        this.progress = progress;
        this.epochs = epochs;
        this.epochSwitch = epochSwitch;
        this.comparisons = comparisons;
        this.supervisor = supervisor;
        this.lock = lock;
    }

    /**
     * A rebuild and its epoch.
     *
     * @param previous the epoch that is kept, to be served again
     * @param keptUntil until when; null unless an epoch is kept because of this rebuild
     * @param progress of its epoch; null when that does not run any more
     * @param compared how it compares with what is served; null before that was begun
     */
    public record Status(
            Rebuild rebuild,
            @Nullable Integer previous,
            @Nullable Instant keptUntil,
            Progress.@Nullable Item progress,
            @Nullable Compared compared) {}

    /**
     * How much of an epoch was compared with what is served.
     *
     * @param done whether all was
     * @param pass how often the comparison was begun: again when a process stopped
     * @param sideDocuments such as parts of the movement ledger
     * @param answers cached answers and list entries
     * @param waiting documents whose versions differ for a moment, and that are looked at again
     */
    public record Compared(
            boolean done, int pass, long documents, long sideDocuments, long answers, int waiting, long differences) {}

    /**
     * Some differences.
     *
     * @param next the position of the next page; null for none
     */
    public record DifferencePage(
            List<Difference> differences, @Nullable String next) {}

    /** The running epochs of all projections. */
    public List<Progress.Item> progress() {
        return progress.itemsWithTrouble(projections);
    }

    /** Whether a projection has this name. */
    public boolean exists(String projection) {
        return projections.contains(projection);
    }

    /**
     * Answers an operator's request that changes a projection, while no other one does in any process: what it finds possible and
     * records is then also done.
     *
     * @throws ChangeInProgressException when another one does
     */
    public <T> T exclusively(String projection, Supplier<T> request) {
        String holder = lock.take(projection);
        if (holder == null) {
            throw new ChangeInProgressException(projection);
        }
        try {
            return request.get();
        } finally {
            lock.release(projection, holder);
        }
    }

    /** Since when a projection is paused; null when it is not. */
    public @Nullable Instant pausedAt(String projection) {
        return epochs.read(projection).pausedAt();
    }

    /**
     * Refuses to pause a projection that has not caught up: what is not complete must not be served for long.
     *
     * @throws NotServedYetException when it is not served
     */
    public void requireServed(String projection) {
        models.live(projection);
    }

    /**
     * No process folds events into a projection any more, within a second or two, also after restarts. What is served stays as
     * it is, and a rebuild waits.
     */
    public void pause(String projection) {
        change(projection, before -> before.paused(now()));
    }

    /** All processes fold events into a projection again. */
    public void resume(String projection) {
        change(projection, EpochState::resumed);
    }

    /** The epoch of the next rebuild. */
    public int nextEpoch(String projection) {
        return epochs.read(projection).next();
    }

    /** The rebuild that runs. */
    public Optional<Status> running(String projection) {
        EpochState state = epochs.read(projection);
        return state.rebuild().map(rebuild -> status(state, rebuild));
    }

    /** Begins to build a new epoch, unless one is built already. */
    public Status rebuild(String projection, RebuildOptions options) {
        long head = progress.head();
        EpochState state = change(projection, before -> before.requested(head, options, now()));
        return status(state, state.rebuild().orElseThrow());
    }

    /** A rebuild that runs, or one of the last ones. */
    public Optional<Status> find(String projection, int epoch) {
        EpochState state = epochs.read(projection);
        return state.rebuild(epoch).map(rebuild -> status(state, rebuild));
    }

    /** The last rebuilds, newest first, with the one that runs: at most {@value EpochState#MAX_REBUILDS}. */
    public List<Status> rebuilds(String projection) {
        EpochState state = epochs.read(projection);
        List<Status> rebuilds = new ArrayList<>();
        state.rebuilds().forEach(rebuild -> rebuilds.add(0, status(state, rebuild)));
        return rebuilds;
    }

    /** Whether an epoch can be served now: it has caught up, or was rolled back. */
    public boolean canBeServed(String projection, int epoch) {
        return epochs.read(projection).canBeServed(epoch);
    }

    /**
     * Serves an epoch, whatever its comparison says.
     *
     * @return false when it can no longer be served, and is not served already
     */
    public boolean serve(String projection, int epoch) {
        EpochState state = change(projection, before -> before.told(epoch));
        return state.building() != null && state.building() == epoch
                ? state.rebuild().filter(Rebuild::told).isPresent()
                : exchange(projection, epoch);
    }

    /** Whether the epoch before this one is kept, so that it can be served again. */
    public boolean canRollBack(String projection, int epoch) {
        return epochs.read(projection).canRollBack(epoch);
    }

    /** Whether the kept epoch has folded all events but those of the last seconds, for which the switch waits. */
    public boolean hasKeptCaughtUp(String projection) {
        EpochState state = epochs.read(projection);
        return state.kept() != null
                && epochSwitch.awaitPassed(state.epoch(state.kept()), supervisor.earlierHead(), MAX_ROLL_BACK_WAIT);
    }

    /**
     * Serves the epoch before this one again.
     *
     * @return false when that is no longer kept
     */
    public boolean rollBack(String projection, int epoch) {
        EpochState state = epochs.read(projection);
        return state.canRollBack(epoch) && state.kept() != null && exchange(projection, state.kept());
    }

    private boolean exchange(String projection, int served) {
        EpochState state = change(projection, before -> before.exchanged(served, now(), supervisor.settling()));
        // The caller is answered once this process serves it.
        supervisor.serveNow(state);
        return state.live() == served;
    }

    /**
     * Gives up an epoch that is built.
     *
     * @return false when it was served meanwhile, or an operator wants it to be
     */
    public boolean cancel(String projection, int epoch) {
        return change(projection, before -> before.cancelled(epoch, now()))
                .rebuild(epoch)
                .filter(rebuild -> rebuild.state() == Rebuild.State.CANCELLED)
                .isPresent();
    }

    /**
     * Changes how fast an epoch is built.
     *
     * @return false when it is not built any more
     */
    public boolean throttle(String projection, int epoch, @Nullable Integer maxEventsPerSecond) {
        Integer building = change(projection, before -> before.throttled(epoch, maxEventsPerSecond))
                .building();
        return building != null && building == epoch;
    }

    private EpochState change(String projection, UnaryOperator<EpochState> change) {
        EpochState state = epochs.change(projection, change);
        supervisor.checkNow();
        return state;
    }

    private Status status(EpochState state, Rebuild rebuild) {
        Epoch epoch = state.epoch(rebuild.epoch());
        Integer kept = state.kept();
        // The epoch of the rebuild and the one before it: one is served, the other one is kept.
        Integer previous = kept != null && rebuild.epoch() == Math.max(state.live(), kept)
                ? (Integer) Math.min(state.live(), kept)
                : null;
        return new Status(
                rebuild,
                previous,
                previous == null ? null : state.keptUntil(),
                state.running().contains(epoch) ? progress.item(state, epoch) : null,
                comparisons.find(epoch).map(ProjectionAdmin::compared).orElse(null));
    }

    private static Compared compared(ComparisonLease.Stored stored) {
        Comparison.Counts counts = stored.counts();
        return new Compared(
                stored.done(),
                stored.pass(),
                counts.documents(),
                counts.sideDocuments(),
                counts.answers(),
                counts.waiting(),
                counts.differences());
    }

    /**
     * What differs between a rebuilt epoch and what is served, by key and field.
     *
     * @param after position of the page; null for the first
     */
    public DifferencePage differences(String projection, int epoch, @Nullable String after, int limit) {
        Differences.Page page = comparisons.differences(new Epoch(projection, epoch), after, limit);
        return new DifferencePage(page.differences(), page.next());
    }

    /** As exact as MongoDB stores it. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
