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
                .when(receive(null))
                .expectEvents(arrived(4), new StockCameBack(MUG, 4))
                .expectResultMessagePayload(
                        outcome(answer(4, 0, 4).withTransfer(inTransit().withReceived(4)), 4));
    }

    @Test
    void lostUnitsAreOnHandNowhere() {
        stock().given(received(MAIN, 7), SENT)
                .when(receive(3L))
                .expectEvents(arrived(3))
                .expectResultMessagePayload(
                        outcome(answer(3, 0, 3).withTransfer(inTransit().withReceived(3)), 2));
    }

    @Test
    void aTransferCanBeReceivedWithNothing() {
        stock().given(received(MAIN, 7), SENT).when(receive(0L)).expectEvents(arrived(0));
    }

    @Test
    void surplusUnitsAreOnHandToo() {
        stock().given(received(MAIN, 7), SENT)
                .when(receive(6L))
                .expectEvents(arrived(6))
                .expectResultMessagePayload(
                        outcome(answer(6, 0, 6).withTransfer(inTransit().withReceived(6)), 2));
    }

    @Test
    void aReceivedTransferIsNotReceivedAgainWhateverTheQuantity() {
        stock().given(received(MAIN, 7), SENT, arrived(3))
                .when(receive(4L))
                .expectNoEvents()
                .expectResultMessagePayload(
                        outcome(answer(3, 0, 0).withTransfer(inTransit().withReceived(3)), 2));
    }

    @Test
    void anUnknownTransferIsNotReceived() {
        stock().given(received(MAIN, 7))
                .when(receive(null))
                .expectException(RefusedWith.unknown("transfer-not-found", Map.of("id", VAN)))
                .expectNoEvents();
    }

    @Test
    void onlyTheLatestReceivedTransfersAreKept() {
        Transfers transfers = new Transfers();
        for (int i = 0; i <= Transfers.MAX_RECEIVED; i++) {
            TransferId id = new TransferId("MUG-1." + Integer.toHexString(i));
            transfers.sent(new Transfer(id, MAIN, YARD, 1, null));
            transfers.received(id, 1);
        }
        assertThat(transfers.find(new TransferId("MUG-1.0"))).isNull();
        assertThat(transfers.find(new TransferId("MUG-1.1"))).isNotNull();
    }

    private static Transfer inTransit() {
        return new Transfer(VAN, MAIN, SHOP, 4, null);
    }

    private static SendTransfer send(long units) {
        return new SendTransfer(MUG, VAN, MAIN, SHOP, units, "van 3");
    }

    private static ReceiveTransfer receive(@Nullable Long units) {
        return new ReceiveTransfer(MUG, VAN, units);
    }

    private static TransferReceived arrived(long units) {
        return new TransferReceived(MUG, VAN, SHOP, 4, units);
    }
}
