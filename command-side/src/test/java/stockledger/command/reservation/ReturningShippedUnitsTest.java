package stockledger.command.reservation;

import static stockledger.command.reservation.ReservationExamples.CANCELLED;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.CONFIRMED;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.eventsUpTo;
import static stockledger.command.reservation.ReservationExamples.reservation;
import static stockledger.command.reservation.ReservationExamples.stateAfter;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.RefusedWith;
import stockledger.command.reservation.ReservationCommand.ReturnLine;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationRefusal.TooMany;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;

/** Shipped units can be returned once, to the location they shipped from or to a requested one. */
class ReturningShippedUnitsTest {

    private static final Sku MUG = new Sku("MUG-1");
    private static final LocationId MAIN = new LocationId("MAIN");
    private static final LocationId SHOP = new LocationId("SHOP");
    private static final ReservationReturned ONE_MUG = new ReservationReturned(
            CART, 1, List.of(new ReturnedLine(MUG, at(MAIN, 1), ReturnCondition.SELLABLE, 7)), "slip");

    @Test
    void unitsReturnToTheLocationTheyShippedFrom() {
        List<?> events = eventsUpTo(ReservationStatus.SHIPPED);
        reservation()
                .given(events)
                .when(back(mugs(1, null)))
                .expectEvents(ONE_MUG)
                .expectResultMessagePayload(stateAfter(ReservationStatus.SHIPPED, events, ONE_MUG));
    }

    @Test
    void unitsReturnInTheOrderTheyShipped() {
        ReservationHeld two = new ReservationHeld(
                CART,
                "attempt-1",
                List.of(new ReservedLine(MUG, 5, List.of(new Allocation(MAIN, 3), new Allocation(SHOP, 2)))),
                HELD.expiresAt(),
                null);
        ReservationPartlyShipped four = new ReservationPartlyShipped(CART, List.of(new LineUnits(MUG, 4)));
        reservation()
                .given(two, CONFIRMED, four, ONE_MUG)
                .when(back(mugs(3, null)))
                .expectEvents(new ReservationReturned(
                        CART,
                        2,
                        List.of(new ReturnedLine(
                                MUG,
                                List.of(new Allocation(MAIN, 2), new Allocation(SHOP, 1)),
                                ReturnCondition.SELLABLE,
                                7)),
                        "slip"));
    }

    @Test
    void unitsReturnToTheRequestedLocation() {
        reservation()
                .given(eventsUpTo(ReservationStatus.SHIPPED))
                .when(back(mugs(2, SHOP)))
                .expectEvents(new ReservationReturned(
                        CART, 1, List.of(new ReturnedLine(MUG, at(SHOP, 2), ReturnCondition.SELLABLE, 7)), "slip"));
    }

    @Test
    void unitsShippedBeforeACancellationCanBeReturned() {
        ReservationPartlyShipped part = new ReservationPartlyShipped(CART, List.of(new LineUnits(MUG, 1)));
        reservation().given(HELD, CONFIRMED, part).when(back(mugs(1, null))).expectEvents(ONE_MUG);
        reservation()
                .given(HELD, CONFIRMED, part, CANCELLED)
                .when(back(mugs(1, null)))
                .expectEvents(ONE_MUG);
    }

    @Test
    void moreThanShippedAndNotReturnedIsRefused() {
        reservation()
                .given(eventsUpTo(ReservationStatus.SHIPPED))
                .andGiven(ONE_MUG)
                .when(back(mugs(1, null), mugs(2, SHOP)))
                .expectNoEvents()
                .expectException(tooLarge(new TooMany(MUG, 3, 2)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SHIPPED"})
    void unitsThatWereNotShippedAreNotReturned(ReservationStatus now) {
        reservation()
                .given(eventsUpTo(now))
                .when(back(mugs(1, null)))
                .expectNoEvents()
                .expectException(tooLarge(new TooMany(MUG, 1, 0)));
    }

    private static RefusedWith tooLarge(TooMany line) {
        return RefusedWith.conflict("return-too-large", Map.of("id", CART, "lines", List.of(line)));
    }

    private static List<Allocation> at(LocationId location, long units) {
        return List.of(new Allocation(location, units));
    }

    private static ReturnLine mugs(long units, @Nullable LocationId location) {
        return new ReturnLine(MUG, units, location, ReturnCondition.SELLABLE, 7);
    }

    private static ReturnUnits back(ReturnLine... lines) {
        return new ReturnUnits(CART, List.of(lines), "slip");
    }
}
