package stockledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of one projection, and what may become of them. A transition that does not apply returns the same state.
 *
 * @param revision number of changes
 * @param live number of the served epoch
 * @param building number of the epoch that is built, compared, and served then
 * @param kept number of the epoch that was served before, which is folded until {@code keptUntil} and can be served again
 * @param switchedAt when another epoch was served last; null if none was
 * @param next number of the next epoch
 * @param historyEnd position of the last event when the newest epoch began to be built: no query reads one of its
 *     documents without the events up to here; null for the first epoch
 * @param pausedAt when the projection was paused: no process folds events into any of its epochs; null when it is not
 * @param rebuilds the newest ones, the last one last
 */
record EpochState(
        String name,
        long revision,
        int live,
        @Nullable Integer building,
        @Nullable Integer kept,
        @Nullable Instant keptUntil,
        @Nullable Instant switchedAt,
        int next,
        @Nullable Long historyEnd,
        @Nullable Instant pausedAt,
        List<Rebuild> rebuilds) {

    /** Rebuilds that are remembered, with their differences. */
    static final int MAX_REBUILDS = 10;

    EpochState {
        rebuilds = List.copyOf(rebuilds.subList(Math.max(0, rebuilds.size() - MAX_REBUILDS), rebuilds.size()));
    }

    static EpochState first(String name) {
        return new EpochState(name, 1, 1, null, null, null, null, 2, null, null, List.of());
    }

    boolean isBuilding(Epoch epoch) {
        return building != null && building == epoch.number();
    }

    /** Whether an epoch folds the past, so that it gets the threads of a rebuild. */
    boolean foldsPast(Epoch epoch) {
        return isBuilding(epoch)
                && rebuild().filter(rebuild -> !rebuild.isReady()).isPresent();
    }

    /** The history of an epoch that is being built; -1 for others. */
    long historyEnd(Epoch epoch) {
        return isBuilding(epoch) && historyEnd != null ? historyEnd : -1;
    }

    Epoch epoch(int number) {
        return new Epoch(name, number);
    }

    Epoch liveEpoch() {
        return epoch(live);
    }

    boolean isPaused() {
        return pausedAt != null;
    }

    /** No process folds events, unless that is so already. */
    EpochState paused(Instant now) {
        return isPaused() ? this : with(now);
    }

    /** All processes fold events again. */
    EpochState resumed() {
        return isPaused() ? with(null) : this;
    }

    private EpochState with(@Nullable Instant newPausedAt) {
        return new EpochState(
                name,
                revision + 1,
                live,
                building,
                kept,
                keptUntil,
                switchedAt,
                next,
                historyEnd,
                newPausedAt,
                rebuilds);
    }

    /** The epochs into which every process folds events. */
    Set<Epoch> folded() {
        return isPaused() ? Set.of() : running();
    }

    /** The epochs whose documents are needed. */
    Set<Epoch> running() {
        return Stream.of(live, building, kept)
                .filter(number -> number != null)
                .map(this::epoch)
                .collect(Collectors.toSet());
    }

    /** The rebuild of the epoch that is built. */
    Optional<Rebuild> rebuild() {
        return building == null ? Optional.empty() : rebuild(building);
    }

    /** The rebuild that built an epoch, if it is remembered. */
    Optional<Rebuild> rebuild(int epoch) {
        return rebuilds.stream().filter(rebuild -> rebuild.epoch() == epoch).findFirst();
    }

    /** Epoch of the newest rebuild; null for none. */
    @Nullable
    Integer lastRebuild() {
        return rebuilds.isEmpty()
                ? null
                : (Integer) rebuilds.get(rebuilds.size() - 1).epoch();
    }

    /** Begins to build an epoch, unless one is built already. */
    EpochState requested(long head, RebuildOptions options, Instant now) {
        if (building != null) {
            return this;
        }
        List<Rebuild> all = new ArrayList<>(rebuilds);
        all.add(Rebuild.requested(next, options, now));
        return new EpochState(
                name,
                revision + 1,
                live,
                next,
                kept,
                keptUntil,
                switchedAt,
                next + 1,
                head,
                pausedAt,
                List.copyOf(all));
    }

    /** The built epoch has folded all events. */
    EpochState caughtUp(int epoch, Instant now) {
        return changed(
                epoch,
                Rebuild.State.BUILDING,
                rebuild -> rebuild.in(
                        rebuild.options().compares() ? Rebuild.State.COMPARING : Rebuild.State.CAUGHT_UP, now));
    }

    /** The built epoch was compared with the live one; after a dry run it is given up. */
    EpochState compared(int epoch, boolean clean, Instant now) {
        EpochState after = changed(
                epoch,
                Rebuild.State.COMPARING,
                rebuild -> rebuild.in(clean ? Rebuild.State.CLEAN : Rebuild.State.DIFFERENT, now));
        return after != this && after.isDryRun() ? after.withoutBuilding(rebuild -> rebuild.ended(now)) : after;
    }

    private boolean isDryRun() {
        return rebuild().filter(rebuild -> rebuild.options().dryRun()).isPresent();
    }

    /** Whether an operator may have this epoch served: a built one that has caught up, or one that was rolled back. */
    boolean canBeServed(int epoch) {
        boolean isRolledBack = kept != null
                && kept == epoch
                && rebuild(epoch)
                        .filter(rebuild -> rebuild.state() == Rebuild.State.ROLLED_BACK)
                        .isPresent();
        boolean isReady = building != null
                && building == epoch
                && rebuild().filter(Rebuild::isReady).isPresent()
                && !isDryRun();
        return isRolledBack || isReady;
    }

    /** The built epoch is to be served whatever the comparison says. */
    EpochState told(int epoch) {
        return building != null && building == epoch && canBeServed(epoch)
                ? with(epoch, Rebuild::toldToSwitch, building, historyEnd)
                : this;
    }

    /**
     * Serves the built epoch, if that is due. The one before is kept. One that is kept already is given up, unless a process
     * may still serve it.
     *
     * @param settling the time after which every process serves the epoch of a switch
     */
    EpochState switched(int epoch, Instant now, Duration settling) {
        Rebuild built = building == null || building != epoch ? null : rebuild().orElse(null);
        if (built == null || !built.isDue() || (kept != null && !isSettled(now, settling))) {
            return this;
        }
        Duration keep = Duration.ofSeconds(built.options().keepSeconds());
        Instant until = now.plus(keep.compareTo(settling) > 0 ? keep : settling);
        List<Rebuild> all = rebuilds.stream()
                .map(rebuild -> rebuild.epoch() == epoch
                        ? rebuild.in(Rebuild.State.SWITCHED, now)
                        : rebuild.endedAt() == null ? rebuild.ended(now) : rebuild)
                .toList();
        return new EpochState(name, revision + 1, epoch, null, live, until, now, next, null, pausedAt, all);
    }

    private boolean isSettled(Instant now, Duration settling) {
        return switchedAt == null || !now.isBefore(switchedAt.plus(settling));
    }

    /** Whether the epoch before this one can be served again. */
    boolean canRollBack(int epoch) {
        return live == epoch && kept != null && kept < live;
    }

    /** Serves the kept epoch: that of before the last switch, or the one that was rolled back. */
    EpochState exchanged(int served, Instant now, Duration settling) {
        if (kept == null || kept != served || keptUntil == null) {
            return this;
        }
        Instant settled = now.plus(settling);
        boolean isRollBack = kept < live;
        List<Rebuild> all = rebuilds.stream()
                .map(rebuild -> rebuild.epoch() == Math.max(live, served)
                        ? rebuild.in(isRollBack ? Rebuild.State.ROLLED_BACK : Rebuild.State.SWITCHED, now)
                        : rebuild)
                .toList();
        return new EpochState(
                name,
                revision + 1,
                served,
                building,
                live,
                keptUntil.isAfter(settled) ? keptUntil : settled,
                now,
                next,
                historyEnd,
                pausedAt,
                all);
    }

    /** Gives up the built epoch, unless an operator wants it to be served. */
    EpochState cancelled(int epoch, Instant now) {
        return building == null
                        || building != epoch
                        || rebuild().filter(Rebuild::told).isPresent()
                ? this
                : withoutBuilding(
                        rebuild -> rebuild.in(Rebuild.State.CANCELLED, now).ended(now));
    }

    private EpochState withoutBuilding(UnaryOperator<Rebuild> change) {
        return building == null ? this : with(building, change, null, null);
    }

    /** Changes how fast an epoch is built. */
    EpochState throttled(int epoch, @Nullable Integer maxEventsPerSecond) {
        return building == null || building != epoch
                ? this
                : with(
                        epoch,
                        rebuild -> rebuild.with(rebuild.options().throttled(maxEventsPerSecond)),
                        building,
                        historyEnd);
    }

    /** Gives up the kept epoch once its time has passed. */
    EpochState retired(Instant now) {
        if (kept == null || (keptUntil != null && now.isBefore(keptUntil))) {
            return this;
        }
        int gone = Math.max(live, kept);
        List<Rebuild> all = rebuilds.stream()
                .map(rebuild -> rebuild.epoch() == gone ? rebuild.ended(now) : rebuild)
                .toList();
        return new EpochState(
                name, revision + 1, live, building, null, null, switchedAt, next, historyEnd, pausedAt, all);
    }

    private EpochState changed(int epoch, Rebuild.State from, UnaryOperator<Rebuild> change) {
        boolean applies = building != null
                && building == epoch
                && rebuild().filter(rebuild -> rebuild.state() == from).isPresent();
        return applies ? with(epoch, change, building, historyEnd) : this;
    }

    private EpochState with(
            int epoch, UnaryOperator<Rebuild> change, @Nullable Integer newBuilding, @Nullable Long newHistoryEnd) {
        List<Rebuild> all = rebuilds.stream()
                .map(rebuild -> rebuild.epoch() == epoch ? change.apply(rebuild) : rebuild)
                .toList();
        return new EpochState(
                name, revision + 1, live, newBuilding, kept, keptUntil, switchedAt, next, newHistoryEnd, pausedAt, all);
    }
}
