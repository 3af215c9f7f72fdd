package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.CONFIRMED;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.SHIPPED;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.expired;
import static stockledger.command.reservation.ReservationExamples.notHeld;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stockledger.command.RefusedWith;
import stockledger.command.reservation.ReservationCommand.ShipReservation;

/** Only a confirmed reservation is shipped, once. */
class ShippingAReservationTest {

    private static final ShipReservation SHIP = new ShipReservation(CART);

    @Test
    void aConfirmedReservationIsShipped() {
        reservation()
                .given(HELD, CONFIRMED)
                .when(SHIP)
                .expectEvents(SHIPPED)
                .expectResultMessagePayload(stateAfter(ReservationStatus.SHIPPED, List.of(HELD, CONFIRMED), SHIPPED));
    }

    @Test
    void shippingAgainChangesNothing() {
        reservation()
                .given(HELD, CONFIRMED, SHIPPED)
                .when(SHIP)
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(ReservationStatus.SHIPPED, List.of(HELD, CONFIRMED, SHIPPED)));
    }

    @Test
    void aHoldIsNotShipped() {
        reservation()
                .given(HELD)
                .when(SHIP)
                .expectException(RefusedWith.conflict(
                        "reservation-not-confirmed", Map.of("id", CART, "reservationStatus", "held")))
                .expectNoEvents();
    }

    @ParameterizedTest
    @CsvSource({"RELEASED, released", "ABANDONED, released"})
    void anEndedReservationIsNotShipped(ReservationStatus now, String status) {
        reservation()
                .given(eventsUpTo(now))
                .when(SHIP)
                .expectException(notHeld(status))
                .expectNoEvents();
    }

    @Test
    void anExpiredReservationIsRefusedAsExpired() {
        reservation()
                .given(eventsUpTo(ReservationStatus.EXPIRED))
                .when(SHIP)
                .expectException(expired())
                .expectNoEvents();
    }
}
