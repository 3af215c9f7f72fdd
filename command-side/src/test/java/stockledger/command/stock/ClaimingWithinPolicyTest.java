package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.ATTEMPT;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.OTHER_CART;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.YARD;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.from;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.hold;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.policy;
import static stockledger.command.stock.StockExamples.ranOut;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.stock;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.stock.StockEvent.IncomingAnnounced;

/** Safety stock is never claimed; backorders stay within their limit. */
class ClaimingWithinPolicyTest {

    @Test
    void aPolicyIsRecorded() {
        stock().given(received(MAIN, 7))
                .when(new SetStockPolicy(MUG, MAIN, 2, 5L, 10L))
                .expectEvents(policy(MAIN, 2, 5L, 10L))
                .expectResultMessagePayload(outcome(true, 1));
    }

    @Test
    void thePolicyOfASkuWithoutStockIsRecorded() {
        stock().givenNoPriorActivity()
                .when(new SetStockPolicy(MUG, null, 0, null, null))
                .expectEvents(policy(0, null, null))
                .expectResultMessagePayload(outcome(true, 0));
    }

    @Test
    void theSamePolicyAgainChangesNothing() {
        stock().given(received(MAIN, 7), policy(MAIN, 2, 5L, 10L))
                .when(new SetStockPolicy(MUG, MAIN, 2, 5L, 10L))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 1));
    }

    @Test
    void anAbsentMemberIsReset() {
        stock().given(received(MAIN, 7), policy(MAIN, 2, null, 10L))
                .when(new SetStockPolicy(MUG, MAIN, 2, null, null))
                .expectEvents(policy(MAIN, 2, null, null));
    }

    @Test
    void safetyStockOfTheSkuIsNotClaimed() {
        stock().given(received(MAIN, 4), received(SHOP, 4), policy(3, null, null))
                .when(hold(6))
                .expectException(shortage(6, 5))
                .expectNoEvents();
    }

    @Test
    void allUnitsAboveSafetyStockCanBeClaimed() {
        stock().given(received(MAIN, 4), received(SHOP, 4), policy(3, null, null))
                .when(hold(5))
                .expectEvents(held(at(MAIN, 4), at(SHOP, 1)), ranOut(0));
    }

    @Test
    void safetyStockOfALocationIsNotClaimedThere() {
        stock().given(received(MAIN, 4), received(SHOP, 9), policy(SHOP, 8, null, null))
                .when(hold(from(SHOP, 2)))
                .expectException(shortage(SHOP, 2, 1))
                .expectNoEvents();
    }

    @Test
    void unitsBeyondALocationsSafetyStockComeFromOthers() {
        stock().given(received(MAIN, 4), received(SHOP, 9), policy(SHOP, 8, null, null))
                .when(hold(5))
                .expectEvents(held(at(MAIN, 4), at(SHOP, 1)), ranOut(0));
    }

    @Test
    void aBackorderLimitAllowsClaimsBelowZero() {
        stock().given(received(MAIN, 4), policy(0, null, 3L)).when(hold(7)).expectEvents(held(at(MAIN, 7)), ranOut(-3));
    }

    @Test
    void oneMoreThanTheLimitIsRefused() {
        stock().given(received(MAIN, 4), policy(0, null, 3L))
                .when(hold(8))
                .expectException(shortage(8, 7))
                .expectNoEvents();
    }

    @Test
    void earlierBackordersCountAgainstTheLimit() {
        stock().given(received(MAIN, 4), policy(0, null, 3L), held(OTHER_CART, ATTEMPT, at(MAIN, 6)))
                .when(hold(2))
                .expectException(shortage(2, 1))
                .expectNoEvents();
    }

    @Test
    void aLocationsLimitAppliesEvenWhenTheSkuAllowsMore() {
        stock().given(received(MAIN, 4), policy(0, null, 10L), policy(MAIN, 0, null, 1L))
                .when(hold(from(MAIN, 6)))
                .expectException(shortage(MAIN, 6, 5))
                .expectNoEvents();
    }

    @Test
    void theSkusLimitAppliesEvenWhenItsLocationsAllowMore() {
        stock().given(received(MAIN, 4), policy(0, null, 1L), policy(MAIN, 0, null, 10L))
                .when(hold(from(MAIN, 6)))
                .expectException(shortage(6, 5))
                .expectNoEvents();
    }

    @Test
    void aSkuWithoutALimitAllowsTheSumOfItsLocations() {
        stock().given(received(MAIN, 1), policy(SHOP, 0, null, 2L))
                .when(hold(3))
                .expectEvents(held(at(MAIN, 1), at(SHOP, 2)), ranOut(-2));
    }

    @Test
    void availableUnitsAreClaimedBeforeBackorders() {
        stock().given(received(MAIN, 2), received(SHOP, 3), policy(0, null, 5L))
                .when(hold(7))
                .expectEvents(held(at(MAIN, 4), at(SHOP, 3)), ranOut(-2));
    }

    @Test
    void aBackorderIsClaimedWhereTheNextDeliveryIsExpected() {
        stock().given(
                        received(MAIN, 2),
                        expected("late", SHOP, "2026-03-09"),
                        expected("early", YARD, "2026-03-02"),
                        policy(0, null, 5L))
                .when(hold(4))
                .expectEvents(held(at(MAIN, 2), at(YARD, 2)), ranOut(-2));
    }

    @Test
    void aBackorderWithoutAnyKnownLocationIsRefused() {
        stock().given(policy(0, null, 5L)).when(hold(anywhere(1))).expectException(shortage(1, 0));
    }

    @Test
    void aBackorderAtARequestedLocationIsClaimedThere() {
        stock().given(policy(0, null, 5L)).when(hold(from(SHOP, 1))).expectEvents(held(at(SHOP, 1)));
    }

    private static IncomingAnnounced expected(String id, LocationId where, String day) {
        return new IncomingAnnounced(MUG, new IncomingId(id), where, 10, LocalDate.parse(day), null);
    }
}
