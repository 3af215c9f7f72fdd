package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.lifeTo;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.standing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.reservation.ReservationCommand.GetReservation;

/** The answer has the whole state; no event is appended. */
class GettingAReservationTest {

    @ParameterizedTest
    @EnumSource(ReservationStatus.class)
    void inEveryStatus(ReservationStatus now) {
        reservation()
                .given(lifeTo(now))
                .when(new GetReservation(CART))
                .expectNoEvents()
                .expectResultMessagePayload(standing(now, lifeTo(now)));
    }
}
