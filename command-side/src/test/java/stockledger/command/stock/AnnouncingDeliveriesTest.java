package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.answer;
import static stockledger.command.stock.StockExamples.hold;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.stock;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.command.stock.StockCommand.CancelIncoming;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.events.IncomingId;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;

/** Announced units are not on hand; received ones are no longer expected. */
class AnnouncingDeliveriesTest {

    private static final IncomingId ORDER = new IncomingId("order-9");
    private static final LocalDate FRIDAY = LocalDate.parse("2026-03-06");
    private static final IncomingAnnounced ANNOUNCED = new IncomingAnnounced(MUG, ORDER, MAIN, 50, FRIDAY, null);

    @Test
    void aDeliveryIsAnnounced() {
        stock().givenNoPriorActivity()
                .when(announce(50))
                .expectEvents(ANNOUNCED)
                .expectResultMessagePayload(outcome(answer(0, 0, 0).withDelivery(delivery(50, 0)), 0));
    }

    @Test
    void repeatingAnAnnouncementChangesNothing() {
        stock().given(ANNOUNCED)
                .when(announce(50))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(answer(0, 0, 0).withDelivery(delivery(50, 0)), 0));
    }

    @Test
    void anotherDeliveryWithTheSameIdIsRefused() {
        stock().given(ANNOUNCED).when(announce(51)).expectException(RefusedWith.reused("idempotency-key-reused"));
    }

    @Test
    void expectedUnitsAreNotAvailable() {
        stock().given(ANNOUNCED).when(hold(1)).expectException(shortage(1, 0)).expectNoEvents();
    }

    @Test
    void receivedUnitsAreNoLongerExpected() {
        stock().given(ANNOUNCED)
                .when(receive(20))
                .expectEvents(received(MAIN, 20), new IncomingArrived(MUG, ORDER, MAIN, 20))
                .expectResultMessagePayload(outcome(answer(20, 0, 20), 2));
    }

    @Test
    void surplusUnitsAreReceivedButWereNotExpected() {
        stock().given(ANNOUNCED)
                .when(receive(60))
                .expectEvents(received(MAIN, 60), new IncomingArrived(MUG, ORDER, MAIN, 50));
    }

    @Test
    void unitsOfAClosedDeliveryAreReceived() {
        stock().given(ANNOUNCED, received(MAIN, 50), new IncomingArrived(MUG, ORDER, MAIN, 50))
                .when(receive(2))
                .expectEvents(received(MAIN, 2));
    }

    @Test
    void unitsReceivedElsewhereAreNoLongerExpected() {
        stock().given(ANNOUNCED)
                .when(new ReceiveStock(MUG, SHOP, 20, null, ORDER, null))
                .expectEvents(received(SHOP, 20), new IncomingArrived(MUG, ORDER, MAIN, 20));
    }

    @Test
    void aReceiptOfAnUnknownDeliveryIsRefused() {
        stock().given(received(MAIN, 1))
                .when(receive(20))
                .expectException(RefusedWith.unknown("incoming-not-found", Map.of("id", ORDER)))
                .expectNoEvents();
    }

    @Test
    void expectedUnitsAreCancelled() {
        stock().given(ANNOUNCED, received(MAIN, 20), new IncomingArrived(MUG, ORDER, MAIN, 20))
                .when(new CancelIncoming(MUG, ORDER))
                .expectEvents(new IncomingCancelled(MUG, ORDER, MAIN, 30))
                .expectResultMessagePayload(outcome(answer(20, 0, 0).withDelivery(delivery(0, 30)), 3));
    }

    @Test
    void cancellingAgainChangesNothing() {
        stock().given(ANNOUNCED, new IncomingCancelled(MUG, ORDER, MAIN, 50))
                .when(new CancelIncoming(MUG, ORDER))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(answer(0, 0, 0).withDelivery(delivery(0, 50)), 1));
    }

    @Test
    void anUnknownDeliveryIsNotCancelled() {
        stock().given(received(MAIN, 1))
                .when(new CancelIncoming(MUG, ORDER))
                .expectException(RefusedWith.unknown("incoming-not-found", Map.of("id", ORDER)));
    }

    private static AnnounceIncoming announce(long units) {
        return new AnnounceIncoming(MUG, ORDER, MAIN, units, FRIDAY, null);
    }

    private static ReceiveStock receive(long units) {
        return new ReceiveStock(MUG, MAIN, units, null, ORDER, null);
    }

    private static Delivery delivery(long expected, long cancelled) {
        return new Delivery(ORDER, MAIN, 50, expected, cancelled, FRIDAY);
    }
}
