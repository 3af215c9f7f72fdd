package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.EXPIRES;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.IN_TIME;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.expired;
import static stockledger.command.reservation.ReservationExamples.notHeld;
import static stockledger.command.reservation.ReservationExamples.reservation;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.ExpireReservation;
import stockledger.command.reservation.ReservationCommand.ExtendReservation;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;

/** A hold can be extended before it expires, and is never shortened. */
class ExtendingAHoldTest {

    private static final Instant LATER = EXPIRES.plusSeconds(300);
    private static final ReservationExtended EXTENDED = new ReservationExtended(CART, LATER);

    @Test
    void aHoldIsExtended() {
        reservation()
                .given(HELD)
                .when(new ExtendReservation(CART, IN_TIME, LATER))
                .expectEvents(EXTENDED);
    }

    @Test
    void theNewExpiryApplies() {
        reservation()
                .given(HELD, EXTENDED)
                .when(new ConfirmReservation(CART, LATER.minusMillis(1)))
                .expectEvents(new ReservationConfirmed(CART));
        reservation()
                .given(HELD, EXTENDED)
                .when(new ExpireReservation(CART, EXPIRES))
                .expectNoEvents();
    }

    @ParameterizedTest
    @CsvSource({"0", "-60"})
    void aHoldIsNeverShortened(long seconds) {
        reservation()
                .given(HELD)
                .when(new ExtendReservation(CART, IN_TIME, EXPIRES.plusSeconds(seconds)))
                .expectNoEvents();
    }

    @Test
    void anExpiredHoldIsNotExtended() {
        reservation()
                .given(HELD)
                .when(new ExtendReservation(CART, EXPIRES, LATER))
                .expectException(expired())
                .expectNoEvents();
        reservation()
                .given(eventsUpTo(ReservationStatus.EXPIRED))
                .when(new ExtendReservation(CART, IN_TIME, LATER))
                .expectException(expired());
    }

    @ParameterizedTest
    @CsvSource({"CONFIRMED, confirmed", "SHIPPED, shipped", "RELEASED, released", "CANCELLED, cancelled"})
    void onlyAHoldIsExtended(ReservationStatus now, String status) {
        reservation()
                .given(eventsUpTo(now))
                .when(new ExtendReservation(CART, IN_TIME, LATER))
                .expectException(notHeld(status))
                .expectNoEvents();
    }
}
