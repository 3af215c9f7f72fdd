package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CANCELLED;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.CONFIRMED;
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
import stockledger.command.reservation.ReservationCommand.CancelReservation;

/** A confirmed reservation can be cancelled until it is shipped. */
class CancellingAReservationTest {

    private static final CancelReservation CANCEL = new CancelReservation(CART);

    @Test
    void aConfirmedReservationIsCancelled() {
        reservation()
                .given(HELD, CONFIRMED)
                .when(CANCEL)
                .expectEvents(CANCELLED)
                .expectResultMessagePayload(
                        stateAfter(ReservationStatus.CANCELLED, List.of(HELD, CONFIRMED), CANCELLED));
    }

    @Test
    void aHoldIsReleased() {
        reservation()
                .given(HELD)
                .when(CANCEL)
                .expectEvents(RELEASED)
                .expectResultMessagePayload(stateAfter(ReservationStatus.RELEASED, List.of(HELD), RELEASED));
    }

    @ParameterizedTest
    @CsvSource({"CANCELLED", "RELEASED"})
    void cancellingAgainChangesNothing(ReservationStatus now) {
        reservation()
                .given(eventsUpTo(now))
                .when(CANCEL)
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(now, eventsUpTo(now)));
    }

    @ParameterizedTest
    @CsvSource({"SHIPPED, shipped", "ABANDONED, released"})
    void aShippedOrReleasedReservationIsRefused(ReservationStatus now, String status) {
        reservation()
                .given(eventsUpTo(now))
                .when(CANCEL)
                .expectException(notHeld(status))
                .expectNoEvents();
    }

    @Test
    void anExpiredReservationIsRefusedAsExpired() {
        reservation()
                .given(eventsUpTo(ReservationStatus.EXPIRED))
                .when(CANCEL)
                .expectException(expired())
                .expectNoEvents();
    }
}
