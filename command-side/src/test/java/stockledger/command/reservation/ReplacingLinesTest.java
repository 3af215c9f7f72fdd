package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.EXPIRED;
import static stockledger.command.reservation.ReservationExamples.EXPIRES;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.IN_TIME;
import static stockledger.command.reservation.ReservationExamples.LINES;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.expired;
import static stockledger.command.reservation.ReservationExamples.notHeld;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.RefusedWith;
import stockledger.command.reservation.ReservationCommand.AbandonChange;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.RecordLines;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.Recorded;
import stockledger.command.stock.StockCommand.ReduceHold;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservationEvent.ReservationChangeAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.ReleaseCause;

/** The lines of a held reservation are replaced at the version that the attempt replaces, and at no other. */
class ReplacingLinesTest {

    private static final Sku MUG = new Sku("MUG-1");
    private static final Sku PLATE = new Sku("PLATE-2");
    private static final Sku SPOON = new Sku("SPOON-3");
    private static final String EDIT = "attempt-2";

    /** One mug less, no plate, a spoon. */
    private static final List<ReservedLine> NEW_LINES = List.of(line(MUG, 2, null), line(SPOON, 1, null));

    private static final ReservationLinesReplaced REPLACED = new ReservationLinesReplaced(
            CART, EDIT, List.of(line(MUG, 2, ReservationExamples.ATTEMPT), line(SPOON, 1, EDIT)));
    private static final RefusedWith OVERTAKEN = RefusedWith.busy("reservation-in-progress", Map.of("id", CART));

    @Test
    void newLinesAreRecordedWithTheAttemptThatHoldsEach() {
        reservation()
                .given(HELD)
                .when(record(0, IN_TIME))
                .expectEvents(REPLACED)
                .expectResultMessagePayload(stateAfter(ReservationStatus.HELD, List.of(HELD), REPLACED));
    }

    @Test
    void theSameLinesChangeNothing() {
        reservation()
                .given(HELD)
                .when(new RecordLines(CART, 0, EDIT, LINES, IN_TIME))
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(ReservationStatus.HELD, List.of(HELD)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HELD", "EXPIRED", "ABANDONED"})
    void otherReservationsAreRefused(ReservationStatus status) {
        int version = eventsUpTo(status).size() - 1;
        reservation()
                .given(eventsUpTo(status))
                .when(record(version, IN_TIME))
                .expectException(notHeld(status.publicName()))
                .expectNoEvents();
    }

    @Test
    void anExpiredReservationIsRefused() {
        reservation().given(HELD, EXPIRED).when(record(1, IN_TIME)).expectException(expired());
        reservation()
                .given(HELD)
                .when(record(0, EXPIRES))
                .expectException(expired())
                .expectNoEvents();
    }

    @Test
    void anotherDecisionSinceTheAttemptBeganRefusesIt() {
        reservation()
                .given(HELD, new ReservationExtended(CART, EXPIRES.plusSeconds(60)))
                .when(record(0, IN_TIME))
                .expectException(OVERTAKEN)
                .expectNoEvents();
    }

    @Test
    void anAbandonedAttemptCanNotBeRecorded() {
        reservation().given(HELD).when(new AbandonChange(CART)).expectEvents(new ReservationChangeAbandoned(CART));
        reservation()
                .given(HELD, new ReservationChangeAbandoned(CART))
                .when(record(0, IN_TIME))
                .expectException(OVERTAKEN)
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HELD", "EXPIRED"})
    void otherReservationsHaveNoAttemptToAbandon(ReservationStatus status) {
        reservation().given(eventsUpTo(status)).when(new AbandonChange(CART)).expectNoEvents();
    }

    @Test
    void newLinesAreConfirmed() {
        reservation()
                .given(HELD, REPLACED)
                .when(new ConfirmReservation(CART, IN_TIME))
                .expectEvents(new ReservationConfirmed(CART));
    }

    @Test
    void stockReleasesWhatNewLinesGiveUp() {
        ReservationState state =
                stateAfter(ReservationStatus.HELD, List.of(HELD), REPLACED).answer();

        assertThat(StockFollowUp.of(state))
                .containsExactly(
                        new ReleaseUnits(PLATE, CART, ReservationExamples.ATTEMPT, ReleaseCause.RELEASED),
                        new ReduceHold(MUG, CART, ReservationExamples.ATTEMPT, new Recorded(1, units(2))));
    }

    @Test
    void stockAllocatesTheNewLinesAndNothingElse() {
        ReservationState state = stateAfter(
                        ReservationStatus.CONFIRMED, List.of(HELD), REPLACED, new ReservationConfirmed(CART))
                .answer();

        assertThat(StockFollowUp.of(state))
                .containsExactly(
                        new AllocateUnits(MUG, CART, ReservationExamples.ATTEMPT, new Recorded(2, units(2))),
                        new AllocateUnits(SPOON, CART, EDIT, new Recorded(2, units(1))));
    }

    private static RecordLines record(long replaced, Instant now) {
        return new RecordLines(CART, replaced, EDIT, NEW_LINES, now);
    }

    private static ReservedLine line(Sku sku, long quantity, @Nullable String attempt) {
        return new ReservedLine(sku, quantity, units(quantity), null, attempt);
    }

    private static List<Allocation> units(long quantity) {
        return List.of(new Allocation(new LocationId("MAIN"), quantity));
    }
}
