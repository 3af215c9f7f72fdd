package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CANCELLED;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.CONFIRMED;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.SHIPPED;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.notHeld;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.reservation.ReservationCommand.CancelReservation;
import stockledger.command.reservation.ReservationCommand.ShipReservation;
import stockledger.command.reservation.ReservationRefusal.TooMany;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;

/** After a partial shipment the rest stays confirmed until it is shipped or cancelled. */
class ShippingInPartsTest {

    private static final LineUnits TWO_MUGS = mugs(2);
    private static final LineUnits PLATE = new LineUnits(new Sku("PLATE-2"), 1);
    private static final ReservationPartlyShipped PART = new ReservationPartlyShipped(CART, List.of(TWO_MUGS));

    @Test
    void aPartIsShippedAndTheReservationStaysConfirmed() {
        reservation()
                .given(HELD, CONFIRMED)
                .when(ship(TWO_MUGS))
                .expectEvents(PART)
                .expectResultMessagePayload(stateAfter(ReservationStatus.CONFIRMED, List.of(HELD, CONFIRMED), PART));
    }

    @Test
    void aPartThatIsTheRestCompletesTheShipment() {
        reservation()
                .given(HELD, CONFIRMED, PART)
                .when(ship(mugs(1), PLATE))
                .expectEvents(SHIPPED)
                .expectResultMessagePayload(
                        stateAfter(ReservationStatus.SHIPPED, List.of(HELD, CONFIRMED, PART), SHIPPED));
        reservation().given(HELD, CONFIRMED).when(ship(mugs(3), PLATE)).expectEvents(SHIPPED);
    }

    @Test
    void withoutPartsTheRestIsShipped() {
        reservation()
                .given(HELD, CONFIRMED, PART)
                .when(new ShipReservation(CART))
                .expectEvents(SHIPPED);
    }

    @Test
    void moreThanIsLeftIsRefused() {
        reservation()
                .given(HELD, CONFIRMED, PART)
                .when(ship(mugs(2), PLATE))
                .expectNoEvents()
                .expectException(tooLarge(new TooMany(new Sku("MUG-1"), 2, 1)));
        reservation()
                .given(eventsUpTo(ReservationStatus.SHIPPED))
                .when(ship(PLATE))
                .expectNoEvents()
                .expectException(tooLarge(new TooMany(new Sku("PLATE-2"), 1, 0)));
    }

    @Test
    void aSkuOfAnotherReservationIsRefused() {
        reservation()
                .given(HELD, CONFIRMED)
                .when(ship(new LineUnits(new Sku("OTHER"), 1)))
                .expectNoEvents()
                .expectException(tooLarge(new TooMany(new Sku("OTHER"), 1, 0)));
    }

    @Test
    void afterTheRestIsCancelledNothingMoreIsShipped() {
        reservation()
                .given(HELD, CONFIRMED, PART)
                .when(new CancelReservation(CART))
                .expectEvents(CANCELLED)
                .expectResultMessagePayload(
                        stateAfter(ReservationStatus.CANCELLED, List.of(HELD, CONFIRMED, PART), CANCELLED));
        reservation()
                .given(HELD, CONFIRMED, PART, CANCELLED)
                .when(ship(PLATE))
                .expectNoEvents()
                .expectException(notHeld("cancelled"));
    }

    private static RefusedWith tooLarge(TooMany line) {
        return RefusedWith.conflict("shipment-too-large", Map.of("id", CART, "lines", List.of(line)));
    }

    private static LineUnits mugs(long units) {
        return new LineUnits(new Sku("MUG-1"), units);
    }

    private static ShipReservation ship(LineUnits... parts) {
        return new ShipReservation(CART, List.of(parts));
    }
}
