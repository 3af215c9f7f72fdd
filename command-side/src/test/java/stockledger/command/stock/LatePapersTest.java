package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.stock;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.TakenFrom;

/** A movement that is posted later is weighed by when it occurred: units that a count contained are not booked again. */
class LatePapersTest {

    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant TEN = NINE.plus(Duration.ofHours(1));
    private static final Instant ELEVEN = NINE.plus(Duration.ofHours(2));
    private static final Instant NOON = NINE.plus(Duration.ofHours(3));
    private static final IncomingId ORDER = new IncomingId("order-9");

    /** 10 units at eight; a count at ten found 15. */
    private static TestExecutor<StockItem> countedAtTen() {
        return stock().givenCurrentTime(NINE.minusSeconds(3600))
                .andGiven(received(MAIN, 10))
                .andGivenCurrentTime(TEN)
                .andGiven(new StockCounted(MUG, MAIN, 15, 10, TEN))
                .andGivenCurrentTime(ELEVEN);
    }

    @Test
    void aReceiptFromBeforeTheCountIsNotAddedAgain() {
        countedAtTen()
                .when(receive(5, NINE))
                .expectEvents(new StockReceived(MUG, MAIN, 5, null, NINE, TEN))
                .expectResultMessagePayload(outcome(answer(15, 0, TEN), 2));
    }

    @Test
    void aReceiptAtTheTimeOfTheCountIsInTheCount() {
        countedAtTen().when(receive(5, TEN)).expectEvents(new StockReceived(MUG, MAIN, 5, null, TEN, TEN));
    }

    @Test
    void aReceiptFromAfterTheCountIsAdded() {
        Instant after = TEN.plusMillis(1);
        countedAtTen()
                .when(receive(5, after))
                .expectEvents(new StockReceived(MUG, MAIN, 5, null, after, null))
                .expectResultMessagePayload(outcome(answer(20, 5, null), 2));
    }

    @Test
    void aReceiptWithoutATimeIsAdded() {
        countedAtTen()
                .when(receive(5, null))
                .expectEvents(received(MAIN, 5))
                .expectResultMessagePayload(outcome(answer(20, 5, null), 2));
    }

    @Test
    void aReceiptThatWaitedIsOfTheTimeOfItsAcceptance() {
        countedAtTen()
                .when(receive(5, null).acceptedAt(NINE))
                .expectEvents(new StockReceived(MUG, MAIN, 5, null, NINE, TEN));
    }

    @Test
    void countsOfOtherLocationsDoNotMatter() {
        countedAtTen()
                .when(new ReceiveStock(MUG, SHOP, 5, null, null, NINE))
                .expectEvents(new StockReceived(MUG, SHOP, 5, null, NINE, null));
    }

    @Test
    void aDeliveryFromBeforeTheCountHasArrived() {
        countedAtTen()
                .andGiven(new IncomingAnnounced(MUG, ORDER, MAIN, 5, java.time.LocalDate.parse("2026-03-02"), null))
                .when(new ReceiveStock(MUG, MAIN, 5, null, ORDER, NINE))
                .expectEvents(
                        new StockReceived(MUG, MAIN, 5, null, NINE, TEN), new IncomingArrived(MUG, ORDER, MAIN, 5));
    }

    @Test
    void aLossFromBeforeTheCountIsNotTakenAgain() {
        countedAtTen()
                .when(adjust(MAIN, -99, null, NINE))
                .expectEvents(adjusted(-99, null, NINE, TEN))
                .expectResultMessagePayload(outcome(answer(15, 0, TEN), 2));
    }

    @Test
    void aLossFromAfterTheCountTakesAvailableUnitsOnly() {
        countedAtTen()
                .when(adjust(MAIN, -16, null, ELEVEN))
                .expectException(StockExamples.shortage(16, 15))
                .expectNoEvents();
    }

    @Test
    void unavailableUnitsWrittenOffBeforeTheCountAreNoLongerUnavailable() {
        countedAtTen()
                .andGiven(new UnitsSetAside(MUG, MAIN, 3, AdjustmentReason.DAMAGED, null))
                .when(adjust(MAIN, -3, TakenFrom.UNAVAILABLE, NINE))
                .expectEvents(adjusted(-3, TakenFrom.UNAVAILABLE, NINE, TEN))
                .expectResultMessagePayload(outcome(answer(15, 0, TEN), 3));
    }

    @Test
    void aCountIsComparedWithMovementsByTheirTime() {
        stock().givenCurrentTime(NINE)
                .andGiven(received(MAIN, 10))
                .andGivenCurrentTime(ELEVEN)
                .andGiven(
                        new StockReceived(MUG, MAIN, 5, null, NINE.plusSeconds(60), null),
                        adjusted(-2, null, TEN.plusSeconds(60), null))
                .when(new CountStock(MUG, MAIN, 15, TEN, NOON))
                .expectEvents(new StockCounted(MUG, MAIN, 15, 15, TEN));
    }

    @Test
    void aSecondCountIsNotChangedByPapersOfTheFirst() {
        countedAtTen()
                .andGiven(new StockReceived(MUG, MAIN, 5, null, NINE, TEN))
                .when(new CountStock(MUG, MAIN, 15, ELEVEN, NOON))
                .expectEvents(new StockCounted(MUG, MAIN, 15, 15, ELEVEN));
    }

    @Test
    void aCountOlderThanTheCountThatContainedAPaperIsRefused() {
        countedAtTen()
                .andGiven(new StockReceived(MUG, MAIN, 5, null, NINE, TEN))
                .when(new CountStock(MUG, MAIN, 15, NINE, NOON))
                .expectException(RefusedWith.conflict("count-superseded", Map.of("countedAt", NINE, "newest", TEN)));
    }

    private static ReceiveStock receive(long units, @Nullable Instant occurredAt) {
        return new ReceiveStock(MUG, MAIN, units, null, null, occurredAt);
    }

    private static AdjustStock adjust(
            LocationId location, long delta, @Nullable TakenFrom from, @Nullable Instant occurredAt) {
        return new AdjustStock(MUG, location, delta, AdjustmentReason.DAMAGED, null, from, occurredAt);
    }

    private static StockAdjusted adjusted(
            long delta, @Nullable TakenFrom from, @Nullable Instant occurredAt, @Nullable Instant countedAt) {
        return new StockAdjusted(MUG, MAIN, delta, AdjustmentReason.DAMAGED, null, from, occurredAt, countedAt);
    }

    private static StockAnswer answer(long onHand, long delta, @Nullable Instant countedAt) {
        return new StockAnswer(onHand, 0, delta, countedAt, null, null);
    }
}
