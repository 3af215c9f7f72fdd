package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.ABANDONED;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.CONFIRMED;
import static stockledger.command.reservation.ReservationExamples.EXPIRES;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.IN_TIME;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.expired;
import static stockledger.command.reservation.ReservationExamples.notHeld;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;

/** A hold can be confirmed before its expiry; at the expiry it is too late. */
class ConfirmingInTimeTest {

    @Test
    void aHoldIsConfirmedJustBeforeExpiry() {
        reservation()
                .given(HELD)
                .when(confirm(IN_TIME))
                .expectEvents(CONFIRMED)
                .expectResultMessagePayload(stateAfter(ReservationStatus.CONFIRMED, List.of(HELD), CONFIRMED));
    }

    @Test
    void atTheExpiryItIsTooLate() {
        reservation()
                .given(HELD)
                .when(confirm(EXPIRES))
                .expectException(expired())
                .expectNoEvents();
    }

    @Test
    void afterTheExpiryItIsTooLate() {
        reservation()
                .given(HELD)
                .when(confirm(EXPIRES.plusSeconds(3600)))
                .expectException(expired())
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED", "SHIPPED"})
    void confirmingAgainAnswersWithTheStateAtAnyTime(ReservationStatus now) {
        reservation()
                .given(eventsUpTo(now))
                .when(confirm(EXPIRES.plusSeconds(3600)))
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(now, eventsUpTo(now)));
    }

    @Test
    void anExpiredReservationStaysExpired() {
        reservation()
                .given(eventsUpTo(ReservationStatus.EXPIRED))
                .when(confirm(IN_TIME))
                .expectException(expired())
                .expectNoEvents();
    }

    @Test
    void aReleasedReservationStaysReleased() {
        reservation()
                .given(eventsUpTo(ReservationStatus.RELEASED))
                .when(confirm(IN_TIME))
                .expectException(notHeld("released"))
                .expectNoEvents();
    }

    @Test
    void anAbandonedReservationCountsAsReleased() {
        reservation()
                .given(ABANDONED)
                .when(confirm(IN_TIME))
                .expectException(notHeld("released"))
                .expectNoEvents();
    }

    @Test
    void aHoldAfterAnAbandonmentIsConfirmed() {
        reservation().given(ABANDONED, HELD).when(confirm(IN_TIME)).expectEvents(CONFIRMED);
    }

    private static ConfirmReservation confirm(Instant now) {
        return new ConfirmReservation(CART, now);
    }
}
