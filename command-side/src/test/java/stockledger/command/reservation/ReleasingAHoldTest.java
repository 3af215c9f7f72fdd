package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.RELEASED;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.expired;
import static stockledger.command.reservation.ReservationExamples.notHeld;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stockledger.command.reservation.ReservationCommand.ReleaseReservation;

/** Only a hold can be released. */
class ReleasingAHoldTest {

    private static final ReleaseReservation RELEASE = new ReleaseReservation(CART);

    @Test
    void aHoldIsReleased() {
        reservation()
                .given(HELD)
                .when(RELEASE)
                .expectEvents(RELEASED)
                .expectResultMessagePayload(stateAfter(ReservationStatus.RELEASED, List.of(HELD), RELEASED));
    }

    @Test
    void releasingAgainChangesNothing() {
        reservation()
                .given(HELD, RELEASED)
                .when(RELEASE)
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(ReservationStatus.RELEASED, List.of(HELD, RELEASED)));
    }

    @ParameterizedTest
    @CsvSource({"CONFIRMED, confirmed", "SHIPPED, shipped", "ABANDONED, released"})
    void otherStatusesAreRefused(ReservationStatus now, String status) {
        reservation()
                .given(eventsUpTo(now))
                .when(RELEASE)
                .expectException(notHeld(status))
                .expectNoEvents();
    }

    @Test
    void anExpiredReservationIsRefusedAsExpired() {
        reservation()
                .given(eventsUpTo(ReservationStatus.EXPIRED))
                .when(RELEASE)
                .expectException(expired())
                .expectNoEvents();
    }
}
