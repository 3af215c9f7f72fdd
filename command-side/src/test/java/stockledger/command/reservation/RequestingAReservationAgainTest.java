package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.ABANDONED;
import static stockledger.command.reservation.ReservationExamples.ATTEMPT;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.EXPIRES;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.IN_TIME;
import static stockledger.command.reservation.ReservationExamples.LINES;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.RefusedWith;
import stockledger.command.dispatch.Outcome;
import stockledger.command.reservation.ReservationCommand.RepeatHold;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.Provenance;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.LocationChoice;

/** The same request with the same id gets the first answer while it is held; every other one is refused. */
class RequestingAReservationAgainTest {

    private static final Sku MUG = new Sku("MUG-1");
    private static final LocationId MAIN = new LocationId("MAIN");
    private static final LocationId SHOP = new LocationId("SHOP");
    private static final List<Allocation> AT_SHOP = List.of(new Allocation(SHOP, 1));
    private static final ReservationHeld FIRST = new ReservationHeld(
            CART,
            ATTEMPT,
            List.of(new ReservedLine(MUG, 3, List.of(new Allocation(MAIN, 2), new Allocation(SHOP, 1)), AT_SHOP, null)),
            EXPIRES,
            "order 9",
            600L,
            LocationChoice.FEWEST_LOCATIONS);
    private static final List<UnitRequest> UNITS = List.of(new UnitRequest(SHOP, 1), new UnitRequest(null, 2));

    @Test
    void theSameRequestGetsTheFirstAnswer() {
        reservation().given(FIRST).when(request(UNITS)).expectNoEvents().expectResultMessagePayload(first());
    }

    @Test
    void namedUnitsMayBeRequestedInAnotherOrder() {
        reservation()
                .given(FIRST)
                .when(request(List.of(new UnitRequest(null, 2), new UnitRequest(SHOP, 1))))
                .expectResultMessagePayload(first());
    }

    @Test
    void anExtensionDoesNotChangeTheFirstAnswer() {
        ReservationExtended extended = new ReservationExtended(CART, EXPIRES.plusSeconds(60));
        Outcome<ReservationState> now = stateAfter(ReservationStatus.HELD, List.of(FIRST), extended);
        reservation()
                .given(FIRST, extended)
                .when(request(UNITS))
                .expectNoEvents()
                .expectResultMessagePayload(new Outcome<>(now.answer().expiringAt(EXPIRES), CART.stream(), 0, true));
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HELD", "ABANDONED"})
    void aReservationThatIsNotHeldAnyMoreIsRefused(ReservationStatus status) {
        List<Object> events = new ArrayList<>(eventsUpTo(status));
        events.set(0, FIRST);
        reservation()
                .given(events)
                .when(request(UNITS))
                .expectException(exists(status))
                .expectNoEvents();
    }

    @Test
    void aHoldThatIsDueIsRefused() {
        refused(List.of(FIRST), request(UNITS, 600L, LocationChoice.FEWEST_LOCATIONS, "order 9", EXPIRES));
    }

    @Test
    void otherUnitsAreRefused() {
        refused(List.of(FIRST), request(List.of(new UnitRequest(SHOP, 1), new UnitRequest(null, 3))));
    }

    @Test
    void anotherLocationIsRefused() {
        refused(List.of(FIRST), request(List.of(new UnitRequest(MAIN, 1), new UnitRequest(null, 2))));
        refused(List.of(FIRST), request(List.of(new UnitRequest(null, 3))));
    }

    @Test
    void anotherTtlIsRefused() {
        refused(List.of(FIRST), request(UNITS, 601L, LocationChoice.FEWEST_LOCATIONS, "order 9", IN_TIME));
    }

    @Test
    void anotherLocationPolicyIsRefused() {
        refused(List.of(FIRST), request(UNITS, 600L, LocationChoice.PRIORITY_ORDER, "order 9", IN_TIME));
    }

    @Test
    void anotherReferenceIsRefused() {
        refused(List.of(FIRST), request(UNITS, 600L, LocationChoice.FEWEST_LOCATIONS, "order 10", IN_TIME));
        refused(List.of(FIRST), request(UNITS, 600L, LocationChoice.FEWEST_LOCATIONS, null, IN_TIME));
    }

    @Test
    void anotherCallerIsRefused() {
        reservation()
                .given(new GenericEventMessage<>(FIRST, MetaData.with(Provenance.ACTOR, "web-1")))
                .when(request(UNITS), MetaData.with(Provenance.ACTOR, "web-2"))
                .expectException(exists(ReservationStatus.HELD));
    }

    @Test
    void replacedLinesAreRefused() {
        refused(List.of(FIRST, new ReservationLinesReplaced(CART, "attempt-2", FIRST.lines())), request(UNITS));
    }

    @Test
    void membersThatAnEarlierReleaseDidNotStoreAreNotCompared() {
        reservation()
                .given(HELD)
                .when(new RepeatHold(
                        CART,
                        LINES.stream()
                                .map(line -> new RequestedLine(
                                        line.sku(),
                                        List.of(new UnitRequest(null, line.quantity())),
                                        LocationSelection.FEWEST_LOCATIONS))
                                .toList(),
                        600L,
                        LocationChoice.FEWEST_LOCATIONS,
                        "order 9",
                        IN_TIME))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void anAbandonedReservationIsAnsweredForAnotherAttempt() {
        reservation()
                .given(ABANDONED)
                .when(request(UNITS))
                .expectNoEvents()
                .expectResultMessagePayload(stateAfter(ReservationStatus.ABANDONED, List.of(ABANDONED)));
    }

    private static void refused(List<?> events, RepeatHold request) {
        reservation()
                .given(events)
                .when(request)
                .expectException(exists(ReservationStatus.HELD))
                .expectNoEvents();
    }

    private static Outcome<ReservationState> first() {
        ReservationState state =
                stateAfter(ReservationStatus.HELD, List.of(FIRST)).answer();
        return new Outcome<>(state, CART.stream(), 0, true);
    }

    private static RefusedWith exists(ReservationStatus status) {
        return RefusedWith.conflict("reservation-exists", Map.of("id", CART, "reservationStatus", status.publicName()));
    }

    private static RepeatHold request(List<UnitRequest> units) {
        return request(units, 600L, LocationChoice.FEWEST_LOCATIONS, "order 9", IN_TIME);
    }

    private static RepeatHold request(
            List<UnitRequest> units, long ttl, LocationChoice policy, @Nullable String reference, Instant now) {
        RequestedLine line = new RequestedLine(MUG, units, new LocationSelection(policy, List.of()));
        return new RepeatHold(CART, List.of(line), ttl, policy, reference, now);
    }
}
