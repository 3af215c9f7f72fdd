package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.CONFIRMED;
import static stockledger.command.reservation.ReservationExamples.EXPIRED;
import static stockledger.command.reservation.ReservationExamples.EXPIRES;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.LINES;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.expired;
import static stockledger.command.reservation.ReservationExamples.notHeld;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.RefusedWith;
import stockledger.command.reservation.ReservationCommand.AbandonChange;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.RecordRehold;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.events.reservation.ReservationEvent.ReservationChangeAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;

/** An expired reservation is confirmed late once its units are held again; one that is only due still has its units. */
class ConfirmingLateTest {

    private static final Instant LATE = EXPIRES.plusSeconds(60);
    private static final Instant AGAIN = LATE.plusSeconds(600);
    private static final ReservationHeld HELD_AGAIN = new ReservationHeld(CART, "attempt-2", LINES, AGAIN, "order 9");
    private static final ConfirmReservation CONFIRM_LATE =
            new ConfirmReservation(CART, LATE, LocationSelection.FEWEST_LOCATIONS);

    @Test
    void unitsThatAreStillHeldAreConfirmed() {
        reservation().given(HELD).when(CONFIRM_LATE).expectEvents(CONFIRMED);
    }

    @Test
    void withoutTheWishADueReservationIsRefused() {
        reservation().given(HELD).when(new ConfirmReservation(CART, LATE)).expectException(expired());
    }

    @Test
    void anExpiredReservationHasNoUnitsToConfirm() {
        reservation()
                .given(HELD, EXPIRED)
                .when(CONFIRM_LATE)
                .expectException(expired())
                .expectNoEvents();
    }

    @Test
    void unitsHeldAgainAreConfirmedAtOnce() {
        reservation()
                .given(HELD, EXPIRED)
                .when(recordRehold(1))
                .expectEvents(HELD_AGAIN, CONFIRMED)
                .expectResultMessagePayload(
                        stateAfter(ReservationStatus.CONFIRMED, List.of(HELD, EXPIRED), HELD_AGAIN, CONFIRMED));
    }

    @Test
    void anAbandonedAttemptCanNotBeRecorded() {
        reservation()
                .given(HELD, EXPIRED)
                .when(new AbandonChange(CART))
                .expectEvents(new ReservationChangeAbandoned(CART));
        reservation()
                .given(HELD, EXPIRED, new ReservationChangeAbandoned(CART))
                .when(recordRehold(1))
                .expectException(RefusedWith.busy("reservation-in-progress", Map.of("id", CART)))
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EXPIRED", "ABANDONED"})
    void onlyAnExpiredReservationIsHeldAgain(ReservationStatus status) {
        reservation()
                .given(eventsUpTo(status))
                .when(recordRehold(eventsUpTo(status).size() - 1L))
                .expectException(notHeld(status.publicName()))
                .expectNoEvents();
    }

    private static RecordRehold recordRehold(long replaced) {
        return new RecordRehold(CART, replaced, "attempt-2", LINES, AGAIN);
    }
}
