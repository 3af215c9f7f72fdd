package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.reservation.ReservationCommand.GetReservation;

/** The answer has the whole state; no event is appended. */
class GettingAReservationTest {

    @ParameterizedTest
    @EnumSource(ReservationStatus.class)
    void inEveryStatus(ReservationStatus now) {
        reservation()
                .given(eventsUpTo(now))
                .when(new GetReservation(CART))
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(now, eventsUpTo(now)));
    }
}
