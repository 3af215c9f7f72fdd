package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.lifeTo;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.standing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.reservation.ReservationCommand.ExplainReservation;

/** Asking answers with everything that is known, and stores nothing. */
class AskingHowACartStandsTest {

    @ParameterizedTest
    @EnumSource(ReservationStatus.class)
    void whereverItStands(ReservationStatus now) {
        reservation()
                .given(lifeTo(now))
                .when(new ExplainReservation(CART))
                .expectNoEvents()
                .expectResultMessagePayload(standing(now, lifeTo(now)));
    }
}
