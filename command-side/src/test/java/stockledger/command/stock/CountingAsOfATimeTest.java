package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.allocated;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.ranOut;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.stock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** A count is compared with what was on hand when it was taken; later movements do not count. */
class CountingAsOfATimeTest {

    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant TEN = NINE.plus(Duration.ofHours(1));
    private static final Instant ELEVEN = NINE.plus(Duration.ofHours(2));
    private static final Instant NOON = NINE.plus(Duration.ofHours(3));

    @Test
    void aCurrentCountPostsTheDifference() {
        morning()
                .when(count(20, null))
                .expectEvents(counted(20, 22, NOON))
                .expectResultMessagePayload(outcome(answer(20, -2, NOON), 5));
    }

    @Test
    void aCountWithoutDifferenceIsRecordedToo() {
        morning().when(count(22, null)).expectEvents(counted(22, 22, NOON));
    }

    @Test
    void aLocationWithoutStockCanBeCountedAsEmpty() {
        stock().givenNoPriorActivity()
                .when(count(0, null))
                .expectEvents(counted(0, 0, NOON))
                .expectResultMessagePayload(outcome(answer(0, 0, NOON), 0));
    }

    @Test
    void unitsThatLeftSinceAreNotMissing() {
        morning()
                .when(count(25, TEN.plusSeconds(1)))
                .expectEvents(counted(25, 25, TEN.plusSeconds(1)))
                .expectResultMessagePayload(outcome(answer(22, 0, TEN.plusSeconds(1)), 5));
    }

    @Test
    void unitsThatArrivedSinceAreNotSurplus() {
        morning()
                .when(count(19, NINE.plusSeconds(1)))
                .expectEvents(counted(19, 20, NINE.plusSeconds(1)))
                .expectResultMessagePayload(outcome(answer(21, -1, NINE.plusSeconds(1)), 5));
    }

    @Test
    void aMovementAtTheSameInstantIsInTheCount() {
        morning().when(count(25, TEN)).expectEvents(counted(25, 25, TEN));
    }

    @Test
    void aCountThatWaitedIsOfTheTimeOfItsAcceptance() {
        Instant accepted = TEN.plusSeconds(1);
        morning().when(count(25, null).acceptedAt(accepted)).expectEvents(counted(25, 25, accepted));
    }

    @Test
    void aCountThatWaitedKeepsItsOwnTime() {
        morning().when(count(20, NINE).acceptedAt(TEN)).expectEvents(counted(20, 20, NINE));
    }

    @Test
    void movementsOfOtherLocationsDoNotCount() {
        morning().andGiven(received(SHOP, 100)).when(count(22, null)).expectEvents(counted(22, 22, NOON));
    }

    @Test
    void unitsMissingInAnEarlierCountAreNotMissingAgain() {
        morning()
                .andGiven(counted(19, 20, NINE.plusSeconds(10)))
                .when(count(24, TEN.plusSeconds(1)))
                .expectEvents(counted(24, 24, TEN.plusSeconds(1)));
    }

    @Test
    void aCountBeforeALaterOneIsRefused() {
        morning()
                .andGiven(counted(24, 25, TEN.plusSeconds(10)))
                .when(count(25, TEN))
                .expectException(RefusedWith.conflict(
                        "count-superseded", Map.of("countedAt", TEN, "newest", TEN.plusSeconds(10))))
                .expectNoEvents();
    }

    @Test
    void aCountInTheFutureIsRefused() {
        Instant tomorrow = NOON.plus(Duration.ofDays(1));
        morning()
                .when(count(22, tomorrow))
                .expectException(RefusedWith.conflict("count-in-future", Map.of("countedAt", tomorrow, "now", NOON)))
                .expectNoEvents();
    }

    @Test
    void aClockSlightlyAheadCountsAsNow() {
        morning().when(count(22, NOON.plus(RecentMovements.CLOCK_TOLERANCE))).expectEvents(counted(22, 22, NOON));
    }

    @Test
    void aCountOlderThanTheWindowIsRefused() {
        Instant oldest = NOON.minus(RecentMovements.WINDOW);
        Instant before = oldest.minusSeconds(1);
        morning()
                .when(count(0, before))
                .expectException(RefusedWith.conflict("count-too-old", Map.of("countedAt", before, "oldest", oldest)))
                .expectNoEvents();
        morning().when(count(0, oldest)).expectEvents(counted(0, 0, oldest));
    }

    @Test
    void aLocationWithManyMovementsCanBeCounted() {
        RecentMovements recent = new RecentMovements();
        for (int i = 1; i <= 10_000; i++) {
            recent.moved(MAIN, NINE.plusMillis(i), -1);
        }
        assertThat(recent.compare(count(70_000, NINE), 60_000, 0).expected()).isEqualTo(70_000);
        assertThat(recent.compare(count(1, NINE.plusMillis(9_999)), 0, 0).expected())
                .isEqualTo(1);
    }

    @Test
    void aCountWithinMovementsThatAreKeptTogetherIsRefused() {
        RecentMovements recent = new RecentMovements();
        int movements = 2 * MovementLog.MAX_BYTES;
        for (int i = 1; i <= movements; i++) {
            recent.moved(MAIN, NINE.plusMillis(i), 1);
        }
        assertThat(recent.compare(count(5, NINE.plusSeconds(4)), movements, 0).expected())
                .as("seconds are kept apart")
                .isEqualTo(4_000);
        assertThatThrownBy(() -> recent.compare(count(5, NINE.plusMillis(4_500)), movements, 0))
                .isInstanceOf(StockRefusal.CountTooOld.class);
        assertThat(recent.compare(count(5, NINE.plusMillis(movements - 500)), movements, 0)
                        .expected())
                .isEqualTo(movements - 500);
    }

    @Test
    void aCountBelowWhatLeftSinceIsRefused() {
        morning()
                .when(count(2, TEN.plusSeconds(1)))
                .expectException(RefusedWith.conflict("count-contradicted", Map.of("counted", 2L, "leftSince", 3L)))
                .expectNoEvents();
    }

    @Test
    void aCountMayBeLessThanTheClaims() {
        stock().givenCurrentTime(NINE)
                .andGiven(received(MAIN, 5), held(at(MAIN, 4)))
                .when(count(3, null))
                .expectEvents(counted(3, 5, NOON), ranOut(-1));
    }

    @Test
    void unavailableUnitsBeyondTheCountAreWrittenOff() {
        stock().givenCurrentTime(NINE)
                .andGiven(received(MAIN, 10), new UnitsSetAside(MUG, MAIN, 3, AdjustmentReason.DAMAGED, null))
                .when(count(2, null))
                .expectEvents(new StockCounted(MUG, MAIN, 2, 10, NOON, 1L), ranOut(0))
                .expectResultMessagePayload(outcome(new StockAnswer(2, 2, -8, NOON, null, null), 3));
    }

    @Test
    void unavailableUnitsWithinTheCountStayUnavailable() {
        stock().givenCurrentTime(NINE)
                .andGiven(received(MAIN, 10), new UnitsSetAside(MUG, MAIN, 3, AdjustmentReason.DAMAGED, null))
                .when(count(3, null))
                .expectEvents(new StockCounted(MUG, MAIN, 3, 10, NOON), ranOut(0));
    }

    /** 20 units at nine, 5 more at ten, 3 shipped at eleven. */
    private static TestExecutor<StockItem> morning() {
        return stock().givenCurrentTime(NINE)
                .andGiven(received(MAIN, 20))
                .andGivenCurrentTime(TEN)
                .andGiven(received(MAIN, 5), held(at(MAIN, 3)))
                .andGivenCurrentTime(ELEVEN)
                .andGiven(allocated(at(MAIN, 3)), new UnitsShipped(MUG, StockExamples.CART, List.of(at(MAIN, 3))));
    }

    private static CountStock count(long units, @Nullable Instant at) {
        return new CountStock(MUG, MAIN, units, at, NOON);
    }

    private static StockCounted counted(long units, long expected, Instant at) {
        return new StockCounted(MUG, MAIN, units, expected, at);
    }

    private static StockAnswer answer(long onHand, long delta, Instant at) {
        return new StockAnswer(onHand, 0, delta, at, null, null);
    }
}
