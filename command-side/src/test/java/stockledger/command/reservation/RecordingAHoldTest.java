package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.ABANDONED;
import static stockledger.command.reservation.ReservationExamples.ATTEMPT;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.EXPIRES;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.LINES;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.command.RefusedWith;
import stockledger.command.reservation.ReservationCommand.RecordHold;

/** A reservation is recorded once, by an attempt that was not abandoned. */
class RecordingAHoldTest {

    @Test
    void theFirstAttemptIsRecorded() {
        reservation()
                .givenNoPriorActivity()
                .when(record(0))
                .expectEvents(HELD)
                .expectResultMessagePayload(stateAfter(ReservationStatus.HELD, List.of(HELD)));
    }

    @ParameterizedTest
    @EnumSource(value = ReservationStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ABANDONED")
    void aRecordedReservationIsNotRecordedAgain(ReservationStatus status) {
        reservation()
                .given(eventsUpTo(status))
                .when(record(0))
                .expectException(RefusedWith.conflict(
                        "reservation-exists", Map.of("id", CART, "reservationStatus", status.publicName())))
                .expectNoEvents();
    }

    @Test
    void anAbandonedAttemptIsTooLate() {
        reservation()
                .given(ABANDONED)
                .when(record(0))
                .expectException(RefusedWith.busy("reservation-in-progress", Map.of("id", CART)))
                .expectNoEvents();
    }

    @Test
    void anAttemptAfterTheAbandonmentIsRecorded() {
        reservation()
                .given(ABANDONED)
                .when(record(1))
                .expectEvents(HELD)
                .expectResultMessagePayload(stateAfter(ReservationStatus.HELD, List.of(ABANDONED, HELD)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void everyAbandonmentIsCounted(int known) {
        reservation()
                .given(ABANDONED, ABANDONED)
                .when(record(known))
                .expectException(RefusedWith.busy("reservation-in-progress", Map.of("id", CART)))
                .expectNoEvents();
    }

    @Test
    void anAttemptThatKnowsAllAbandonmentsIsRecorded() {
        reservation().given(ABANDONED, ABANDONED).when(record(2)).expectEvents(HELD);
    }

    private static RecordHold record(int abandonments) {
        return new RecordHold(CART, abandonments, ATTEMPT, LINES, EXPIRES, "order 9", null, null);
    }
}
