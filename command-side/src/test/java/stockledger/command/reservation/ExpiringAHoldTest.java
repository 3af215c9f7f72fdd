package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.EXPIRED;
import static stockledger.command.reservation.ReservationExamples.EXPIRES;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.IN_TIME;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.reservation.ReservationCommand.ExpireReservation;

/** A hold expires at its expiry and not before; nothing else expires. */
class ExpiringAHoldTest {

    @Test
    void aHoldExpiresAtItsExpiry() {
        reservation()
                .given(HELD)
                .when(new ExpireReservation(CART, EXPIRES))
                .expectEvents(EXPIRED)
                .expectResultMessagePayload(stateAfter(ReservationStatus.EXPIRED, List.of(HELD), EXPIRED));
    }

    @Test
    void aHoldDoesNotExpireBefore() {
        reservation()
                .given(HELD)
                .when(new ExpireReservation(CART, IN_TIME))
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(ReservationStatus.HELD, List.of(HELD)));
    }

    @ParameterizedTest
    @EnumSource(value = ReservationStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "HELD")
    void otherStatusesDoNotExpire(ReservationStatus now) {
        reservation()
                .given(eventsUpTo(now))
                .when(new ExpireReservation(CART, EXPIRES.plusSeconds(60)))
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(now, eventsUpTo(now)));
    }
}
