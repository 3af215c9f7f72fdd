package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.YARD;
import static stockledger.command.stock.StockExamples.answer;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.hold;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.ranOut;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.stock;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.ReceiveTransfer;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.events.TransferId;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;

/** Sent units leave at once and are on hand nowhere until received; the destination receives what was counted there. */
class TransferringBetweenLocationsTest {

    private static final TransferId VAN = new TransferId("MUG-1.0a");
    private static final TransferSent SENT = new TransferSent(MUG, VAN, MAIN, SHOP, 4, "van 3");

    @Test
    void sentUnitsLeaveTheirLocation() {
        stock().given(received(MAIN, 7))
                .when(send(4))
                .expectEvents(SENT)
                .expectResultMessagePayload(outcome(answer(3, 0, -4).withTransfer(inTransit()), 1));
    }

    @Test
    void moreThanAvailableIsRefused() {
        stock().given(received(MAIN, 7), received(SHOP, 100), held(at(MAIN, 4)))
                .when(send(4))
                .expectException(shortage(4, 3))
                .expectNoEvents();
    }

    @Test
    void unitsInTransitAreNotAvailable() {
        stock().given(received(MAIN, 7), SENT).when(hold(4)).expectException(shortage(4, 3));
    }

    @Test
    void sendingTheLastUnitsRaisesTheAlert() {
        stock().given(received(MAIN, 4)).when(send(4)).expectEvents(SENT, ranOut(0));
    }

    @Test
    void repeatingATransferChangesNothing() {
        stock().given(received(MAIN, 7), SENT)
                .when(send(4))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(answer(3, 0, 0).withTransfer(inTransit()), 1));
    }

    @Test
    void anotherTransferWithTheSameIdIsRefused() {
        stock().given(received(MAIN, 7), SENT)
                .when(send(3))
                .expectException(RefusedWith.reused("idempotency-key-reused"))
                .expectNoEvents();
    }

    @Test
    void receivedUnitsAreOnHandAtTheDestination() {
        stock().given(received(MAIN, 4), SENT, ranOut(0))
                .when(receive(null, null))
                .expectEvents(arrived(4, 4, null), new StockCameBack(MUG, 4))
                .expectResultMessagePayload(outcome(answer(4, 0, 4).withTransfer(transfer(4, 0)), 4));
    }

    @Test
    void aPartLeavesTheRestInTransit() {
        stock().given(received(MAIN, 7), SENT)
                .when(receive(3L, null))
                .expectEvents(arrived(4, 3, 1L))
                .expectResultMessagePayload(outcome(answer(3, 0, 3).withTransfer(transfer(3, 1)), 2));
    }

    @Test
    void aSecondPartIsReceivedToo() {
        stock().given(received(MAIN, 7), SENT, arrived(4, 1, 3L))
                .when(receive(2L, false))
                .expectEvents(arrived(3, 2, 1L))
                .expectResultMessagePayload(outcome(answer(3, 0, 2).withTransfer(transfer(3, 1)), 3));
    }

    @Test
    void withoutAQuantityTheRestIsReceived() {
        stock().given(received(MAIN, 7), SENT, arrived(4, 1, 3L))
                .when(receive(null, null))
                .expectEvents(arrived(3, 3, null))
                .expectResultMessagePayload(outcome(answer(4, 0, 3).withTransfer(transfer(4, 0)), 3));
    }

    @Test
    void theRestOfTheLastPartIsLost() {
        stock().given(received(MAIN, 7), SENT, arrived(4, 1, 3L))
                .when(receive(2L, true))
                .expectEvents(arrived(3, 2, null))
                .expectResultMessagePayload(outcome(answer(3, 0, 2).withTransfer(transfer(3, 0)), 3));
        assertThat(transfer(3, 0).lost()).isEqualTo(1);
    }

    @Test
    void aWholeTransferCanBeLost() {
        stock().given(received(MAIN, 7), SENT).when(receive(0L, true)).expectEvents(arrived(4, 0, null));
    }

    @Test
    void nothingArrivedAndNothingLostChangesNothing() {
        stock().given(received(MAIN, 7), SENT)
                .when(receive(0L, null))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(answer(0, 0, 0).withTransfer(transfer(0, 4)), 1));
    }

    @Test
    void surplusUnitsAreOnHandToo() {
        stock().given(received(MAIN, 7), SENT, arrived(4, 3, 1L))
                .when(receive(3L, null))
                .expectEvents(arrived(1, 3, null))
                .expectResultMessagePayload(outcome(answer(6, 0, 3).withTransfer(transfer(6, 0)), 3));
        assertThat(transfer(6, 0).overReceived()).isEqualTo(2);
    }

    @Test
    void unitsOfATransferThatIsOverAreRefused() {
        stock().given(received(MAIN, 7), SENT, arrived(4, 3, null))
                .when(receive(4L, null))
                .expectException(RefusedWith.conflict(
                        "transfer-already-received", Map.of("id", VAN, "received", 3L, "lost", 1L)))
                .expectNoEvents();
    }

    @Test
    void lostUnitsAreNotReceivedAsTheRest() {
        stock().given(received(MAIN, 7), SENT, arrived(4, 3, null))
                .when(receive(null, null))
                .expectException(RefusedWith.conflict(
                        "transfer-already-received", Map.of("id", VAN, "received", 3L, "lost", 1L)))
                .expectNoEvents();
    }

    @Test
    void receivingTheRestAgainChangesNothing() {
        stock().given(received(MAIN, 7), SENT, arrived(4, 4, null))
                .when(receive(null, null))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(answer(4, 0, 0).withTransfer(transfer(4, 0)), 2));
    }

    @Test
    void losingTheRestAgainChangesNothing() {
        stock().given(received(MAIN, 7), SENT, arrived(4, 3, null))
                .when(receive(0L, true))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(answer(3, 0, 0).withTransfer(transfer(3, 0)), 2));
    }

    /** Revision 1 of the event has no remaining units. */
    @Test
    void aTransferThatAnEarlierVersionReceivedIsOver() {
        stock().given(received(MAIN, 7), SENT, new TransferReceived(MUG, VAN, SHOP, 4, 3))
                .when(receive(1L, null))
                .expectException(RefusedWith.conflict(
                        "transfer-already-received", Map.of("id", VAN, "received", 3L, "lost", 1L)));
    }

    @Test
    void anUnknownTransferIsNotReceived() {
        stock().given(received(MAIN, 7))
                .when(receive(null, null))
                .expectException(RefusedWith.unknown("transfer-not-found", Map.of("id", VAN)))
                .expectNoEvents();
    }

    @Test
    void onlyTheLatestReceivedTransfersAreKept() {
        Transfers transfers = new Transfers();
        for (int i = 0; i <= Transfers.MAX_RECEIVED; i++) {
            TransferId id = new TransferId("MUG-1." + Integer.toHexString(i));
            transfers.sent(Transfer.sent(id, MAIN, YARD, 1));
            transfers.received(new TransferReceived(MUG, id, YARD, 1, 1));
        }
        assertThat(transfers.find(new TransferId("MUG-1.0"))).isNull();
        assertThat(transfers.find(new TransferId("MUG-1.1"))).isNotNull();
    }

    private static Transfer inTransit() {
        return transfer(0, 4);
    }

    private static Transfer transfer(long received, long inTransit) {
        return new Transfer(VAN, MAIN, SHOP, 4, received, inTransit);
    }

    private static SendTransfer send(long units) {
        return new SendTransfer(MUG, VAN, MAIN, SHOP, units, "van 3");
    }

    private static ReceiveTransfer receive(@Nullable Long units, @Nullable Boolean last) {
        return new ReceiveTransfer(MUG, VAN, units, last);
    }

    private static TransferReceived arrived(long sent, long units, @Nullable Long remaining) {
        return new TransferReceived(MUG, VAN, SHOP, sent, units, remaining);
    }
}
