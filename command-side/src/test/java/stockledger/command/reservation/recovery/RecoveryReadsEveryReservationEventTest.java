package stockledger.command.reservation.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.stock.StockEvent;

/** Recovery reads each type of event that has a reservation, and leaves out the others. */
class RecoveryReadsEveryReservationEventTest {

    private static boolean hasReservation(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).anyMatch(part -> part.getType() == ReservationId.class);
    }

    @Test
    void stockEventsAreReadIfTheyHaveAReservation() {
        List<Class<?>> types = List.of(StockEvent.class.getPermittedSubclasses());

        assertThat(types)
                .filteredOn(RecoveryLine::isOfReservation)
                .containsExactlyInAnyOrderElementsOf(types.stream()
                        .filter(RecoveryReadsEveryReservationEventTest::hasReservation)
                        .toList())
                .isNotEmpty();
    }

    @Test
    void allReservationEventsHaveAReservation() {
        assertThat(ReservationEvent.class.getPermittedSubclasses())
                .allMatch(RecoveryReadsEveryReservationEventTest::hasReservation);
    }
}
