package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.ABANDONED;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.reservation.ReservationCommand.AbandonReservation;

/** An attempt is abandoned only before the reservation is held; abandonments are counted, so that a late attempt is refused. */
class AbandoningAnAttemptTest {

    private static final AbandonReservation ABANDON = new AbandonReservation(CART);

    @Test
    void anAttemptWithoutReservationIsAbandoned() {
        reservation()
                .givenNoPriorActivity()
                .when(ABANDON)
                .expectEvents(ABANDONED)
                .expectResultMessagePayload(stateAfter(ReservationStatus.ABANDONED, List.of(ABANDONED)));
    }

    @Test
    void theNextAttemptIsAbandonedSeparately() {
        reservation()
                .given(ABANDONED)
                .when(ABANDON)
                .expectEvents(ABANDONED)
                .expectResultMessagePayload(stateAfter(ReservationStatus.ABANDONED, List.of(ABANDONED), ABANDONED));
    }

    @ParameterizedTest
    @EnumSource(value = ReservationStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ABANDONED")
    void aRecordedReservationIsNotAbandoned(ReservationStatus now) {
        reservation()
                .given(eventsUpTo(now))
                .when(ABANDON)
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(now, eventsUpTo(now)));
    }
}
