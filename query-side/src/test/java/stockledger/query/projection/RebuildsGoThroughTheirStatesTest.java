package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.query.projection.RebuildOptions.SwitchWhen;

class RebuildsGoThroughTheirStatesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final int KEEP = 3_600;

    private static EpochState requested(SwitchWhen when, boolean dryRun) {
        return EpochState.first("sku").requested(7, new RebuildOptions(dryRun, when, KEEP, null), NOW);
    }

    private static EpochState switched() {
        return requested(SwitchWhen.WHEN_CLEAN, false)
                .caughtUp(2, NOW)
                .compared(2, true, NOW)
                .switched(2, NOW, SETTLING);
    }

    private static Rebuild.@Nullable State stateOf(EpochState state, int epoch) {
        return state.rebuild(epoch).map(Rebuild::state).orElse(null);
    }

    @Test
    void aRequestBuildsTheNextEpochBesideTheServedOne() {
        EpochState state = requested(SwitchWhen.WHEN_CLEAN, false);

        assertThat(state.live()).isEqualTo(1);
        assertThat(state.building()).isEqualTo(2);
        assertThat(state.historyEnd(state.epoch(2))).isEqualTo(7);
        assertThat(state.foldsPast(state.epoch(2))).isTrue();
        assertThat(state.requested(9, RebuildOptions.of(null, null, null, null), NOW))
                .as("another one while it runs")
                .isEqualTo(state);
    }

    @Test
    void aCleanOneIsServedAndThePreviousOneKept() {
        EpochState comparing = requested(SwitchWhen.WHEN_CLEAN, false).caughtUp(2, NOW);
        assertThat(stateOf(comparing, 2)).isEqualTo(Rebuild.State.COMPARING);
        assertThat(comparing.foldsPast(comparing.epoch(2))).isFalse();
        assertThat(comparing.switched(2, NOW, SETTLING)).as("not compared").isEqualTo(comparing);

        EpochState state = comparing.compared(2, true, NOW).switched(2, NOW, SETTLING);

        assertThat(state.live()).isEqualTo(2);
        assertThat(state.kept()).isEqualTo(1);
        assertThat(state.keptUntil()).isEqualTo(NOW.plusSeconds(KEEP));
        assertThat(state.building()).isNull();
        assertThat(stateOf(state, 2)).isEqualTo(Rebuild.State.SWITCHED);
    }

    @Test
    void oneThatDiffersIsServedOnlyWhenAnOperatorSaysSo() {
        EpochState different =
                requested(SwitchWhen.WHEN_CLEAN, false).caughtUp(2, NOW).compared(2, false, NOW);
        assertThat(stateOf(different, 2)).isEqualTo(Rebuild.State.DIFFERENT);
        assertThat(different.switched(2, NOW, SETTLING)).isEqualTo(different);

        assertThat(different.told(2).switched(2, NOW, SETTLING).live()).isEqualTo(2);
    }

    @Test
    void aCleanOneWaitsForAnOperatorIfAsked() {
        EpochState clean =
                requested(SwitchWhen.WHEN_TOLD, false).caughtUp(2, NOW).compared(2, true, NOW);

        assertThat(clean.switched(2, NOW, SETTLING)).isEqualTo(clean);
        assertThat(clean.canBeServed(2)).isTrue();
        assertThat(clean.told(2).switched(2, NOW, SETTLING).live()).isEqualTo(2);
    }

    @Test
    void withoutComparisonItIsServedOnceItHasCaughtUp() {
        EpochState building = requested(SwitchWhen.WHEN_CAUGHT_UP, false);
        assertThat(building.switched(2, NOW, SETTLING)).isEqualTo(building);
        assertThat(building.told(2)).as("before it has caught up").isEqualTo(building);

        EpochState caughtUp = building.caughtUp(2, NOW);

        assertThat(stateOf(caughtUp, 2)).isEqualTo(Rebuild.State.CAUGHT_UP);
        assertThat(caughtUp.switched(2, NOW, SETTLING).live()).isEqualTo(2);
    }

    @Test
    void aDryRunIsComparedAndGivenUp() {
        EpochState comparing = requested(SwitchWhen.WHEN_CAUGHT_UP, true).caughtUp(2, NOW);
        assertThat(stateOf(comparing, 2)).isEqualTo(Rebuild.State.COMPARING);
        assertThat(comparing.told(2)).isEqualTo(comparing);

        EpochState state = comparing.compared(2, true, NOW);

        assertThat(state.live()).isEqualTo(1);
        assertThat(state.building()).isNull();
        assertThat(stateOf(state, 2)).isEqualTo(Rebuild.State.CLEAN);
        assertThat(state.rebuild(2))
                .hasValueSatisfying(rebuild -> assertThat(rebuild.endedAt()).isEqualTo(NOW));
    }

    @Test
    void aCancelledOneIsNotServed() {
        EpochState state =
                requested(SwitchWhen.WHEN_CLEAN, false).caughtUp(2, NOW).cancelled(2, NOW);

        assertThat(state.running()).containsExactly(state.epoch(1));
        assertThat(stateOf(state, 2)).isEqualTo(Rebuild.State.CANCELLED);
        assertThat(state.compared(2, true, NOW)).isEqualTo(state);
        assertThat(switched().cancelled(2, NOW)).as("after the switch").isEqualTo(switched());
    }

    @Test
    void noEpochOfAPausedProjectionIsFolded() {
        EpochState paused = requested(SwitchWhen.WHEN_CLEAN, false).paused(NOW);

        assertThat(paused.folded()).isEmpty();
        assertThat(paused.running()).as("their documents are kept").hasSize(2);
        assertThat(paused.paused(NOW.plusSeconds(1))).isEqualTo(paused);
        assertThat(paused.cancelled(2, NOW).isPaused()).isTrue();
        assertThat(paused.resumed().folded()).isEqualTo(paused.running());
    }

    @Test
    void theKeptOneIsServedAgainAndBack() {
        Instant later = NOW.plusSeconds(60);
        assertThat(switched().canRollBack(2)).isTrue();

        EpochState back = switched().exchanged(1, later, SETTLING);

        assertThat(back.live()).isEqualTo(1);
        assertThat(back.kept()).isEqualTo(2);
        assertThat(back.keptUntil()).isEqualTo(NOW.plusSeconds(KEEP));
        assertThat(stateOf(back, 2)).isEqualTo(Rebuild.State.ROLLED_BACK);
        assertThat(back.canRollBack(1)).isFalse();
        assertThat(back.canBeServed(2)).isTrue();
        EpochState again = back.exchanged(2, later, SETTLING);
        assertThat(again.live()).isEqualTo(2);
        assertThat(stateOf(again, 2)).isEqualTo(Rebuild.State.SWITCHED);
    }

    @Test
    void aRolledBackEpochIsFoldedUntilNoProcessServesIt() {
        Instant atTheEnd = NOW.plusSeconds(KEEP).minusSeconds(1);

        EpochState back = switched().exchanged(1, atTheEnd, SETTLING);

        assertThat(back.keptUntil()).isEqualTo(atTheEnd.plus(SETTLING));
        assertThat(back.retired(atTheEnd.plusSeconds(2)).kept()).isEqualTo(2);
    }

    @Test
    void theKeptOneIsGivenUpAfterItsTime() {
        assertThat(switched().retired(NOW.plusSeconds(KEEP - 1))).isEqualTo(switched());

        EpochState state = switched().retired(NOW.plusSeconds(KEEP));

        assertThat(state.running()).containsExactly(state.epoch(2));
        assertThat(state.canRollBack(2)).isFalse();
        assertThat(state.rebuild(2))
                .hasValueSatisfying(rebuild -> assertThat(rebuild.endedAt()).isNotNull());
    }

    @Test
    void theNextRebuildReplacesTheKeptOneOnceNoProcessServesThat() {
        EpochState clean = switched()
                .requested(9, new RebuildOptions(false, SwitchWhen.WHEN_CLEAN, 0, null), NOW)
                .caughtUp(3, NOW)
                .compared(3, true, NOW);
        assertThat(clean.switched(3, NOW.plusSeconds(9), SETTLING)).isEqualTo(clean);

        EpochState state = clean.switched(3, NOW.plusSeconds(10), SETTLING);

        assertThat(state.live()).isEqualTo(3);
        assertThat(state.kept()).isEqualTo(2);
        assertThat(state.keptUntil()).as("at least until all serve the new one").isEqualTo(NOW.plusSeconds(20));
    }

    @Test
    void theRateMayChangeWhileItIsBuilt() {
        EpochState state = requested(SwitchWhen.WHEN_CLEAN, false).throttled(2, 500);

        assertThat(state.rebuild().orElseThrow().options().maxEventsPerSecond()).isEqualTo(500);
        assertThat(switched().throttled(2, 500)).isEqualTo(switched());
    }

    @Test
    void onlyTheNewestRebuildsAreRemembered() {
        EpochState state = EpochState.first("sku");
        for (int epoch = 2; epoch < 20; epoch++) {
            state = state.requested(1, RebuildOptions.of(null, null, null, null), NOW)
                    .cancelled(epoch, NOW);
        }

        assertThat(state.rebuilds()).hasSize(EpochState.MAX_REBUILDS);
        assertThat(state.rebuild(19)).isPresent();
        assertThat(state.lastRebuild()).isEqualTo(19);
        assertThat(EpochState.first("sku").lastRebuild()).isNull();
    }
}
