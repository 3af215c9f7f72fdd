package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.reservation.ReservationExamples.ATTEMPT;
import static stockledger.command.reservation.ReservationExamples.CART;
import static stockledger.command.reservation.ReservationExamples.CONFIRMED;
import static stockledger.command.reservation.ReservationExamples.EXPIRES;
import static stockledger.command.reservation.ReservationExamples.HELD;
import static stockledger.command.reservation.ReservationExamples.RELEASED;
import static stockledger.command.reservation.ReservationExamples.SHIPPED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReturnedLine;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** A cart whose stock has followed may wait; one whose stock has not is looked at after the grace. */
class WhenToLookAtACartTest {

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Instant AT = EXPIRES.minusSeconds(600);
    private static final Sku MUG = new Sku("MUG-1");
    private static final Sku PLATE = new Sku("PLATE-2");
    private static final Sku STRAY = new Sku("STRAY-3");

    private long version;

    @Test
    void whatIsHeldWholeWaitsForItsTime() {
        assertThat(held().dueAt()).isEqualTo(EXPIRES);
    }

    @Test
    void whatIsBoughtAndAllocatedWaitsForEver() {
        assertThat(bought().dueAt()).isNull();
        assertThat(after(held(), CONFIRMED).dueAt()).isEqualTo(AT.plus(GRACE));
    }

    @Test
    void aPartMustLeaveTheStockToo() {
        RecoveryRecord part = after(bought(), new ReservationPartlyShipped(CART, List.of(new LineUnits(MUG, 2))));
        assertThat(part.dueAt()).isEqualTo(AT.plus(GRACE));
        assertThat(after(part, new UnitsShipped(MUG, CART, units(1))).dueAt()).isEqualTo(AT.plus(GRACE));
        assertThat(after(part, new UnitsShipped(MUG, CART, units(2))).dueAt()).isNull();
    }

    @Test
    void whatHasLeftWholeIsOver() {
        RecoveryRecord shipped = after(bought(), SHIPPED, new UnitsShipped(MUG, CART, units(3)));
        assertThat(shipped.isOver()).isFalse();
        assertThat(after(shipped, new UnitsShipped(PLATE, CART, units(1))).isOver())
                .isTrue();
    }

    @Test
    void aReturnIsOverWhenTheStockOfEverySkuHasFollowed() {
        List<ReturnedLine> lines = List.of(
                new ReturnedLine(MUG, units(1), ReturnCondition.SELLABLE, 4),
                new ReturnedLine(PLATE, units(1), ReturnCondition.SELLABLE, 4));
        RecoveryRecord back = after(RecoveryRecord.blank(CART.value()), new ReservationReturned(CART, 1, lines, null));
        assertThat(back.dueAt()).isEqualTo(AT.plus(GRACE));
        back = after(back, new UnitsReturned(MUG, CART, 1, units(1), ReturnCondition.SELLABLE, null));
        assertThat(back.isOver()).isFalse();
        back = after(back, new UnitsReturned(PLATE, CART, 1, units(1), ReturnCondition.SELLABLE, null));
        assertThat(back.isOver()).isTrue();
    }

    @Test
    void whatAnEarlierAttemptLeftHeldIsLookedAtThoughTheCartItselfMayWait() {
        RecoveryRecord note =
                after(RecoveryRecord.blank(CART.value()), new UnitsHeld(STRAY, CART, "died", units(5), EXPIRES, null));
        note = after(note, heldLines());
        assertThat(note.dueAt()).isEqualTo(AT.plus(GRACE));
        note = after(note, new HoldReleased(STRAY, CART, units(5), ReleaseCause.ABANDONED));
        assertThat(note.dueAt()).isEqualTo(EXPIRES);
        note = after(note, CONFIRMED, allocated(MUG, 3), allocated(PLATE, 1));
        assertThat(note.dueAt()).as("given back, it holds up nothing").isNull();
    }

    @Test
    void aCallerWhoTriesAgainPutsOffNoLookAtWhatADeadAttemptHolds() {
        RecoveryRecord note =
                after(RecoveryRecord.blank(CART.value()), new UnitsHeld(STRAY, CART, "died", units(5), EXPIRES, null));
        for (int later = 1; later <= 3; later++) {
            Instant at = AT.plusSeconds(5L * later);
            note = note.on(new UnitsHeld(MUG, CART, "again" + later, units(3), EXPIRES, null), ++version, at, GRACE);
            note = note.on(new HoldReleased(MUG, CART, units(3), ReleaseCause.ABANDONED), ++version, at, GRACE);
        }
        assertThat(note.dueAt()).isEqualTo(AT.plus(GRACE));
    }

    @Test
    void whatIsKnownChangesNothing() {
        RecoveryRecord note = held();
        assertThat(note.on(RELEASED, 0, AT, GRACE)).isSameAs(note);
        assertThat(note.on(new UnitsShipped(MUG, CART, units(3)), 0, AT, GRACE)).isSameAs(note);
    }

    private RecoveryRecord held() {
        return after(RecoveryRecord.blank(CART.value()), heldLines());
    }

    private RecoveryRecord bought() {
        return after(held(), CONFIRMED, allocated(MUG, 3), allocated(PLATE, 1));
    }

    private static Object[] heldLines() {
        return new Object[] {
            new UnitsHeld(MUG, CART, ATTEMPT, units(3), EXPIRES, null),
            new UnitsHeld(PLATE, CART, ATTEMPT, units(1), EXPIRES, null),
            HELD
        };
    }

    private static UnitsAllocated allocated(Sku sku, long units) {
        return new UnitsAllocated(sku, CART, units(units));
    }

    private static List<Allocation> units(long units) {
        return List.of(new Allocation(new LocationId("MAIN"), units));
    }

    private RecoveryRecord after(RecoveryRecord before, Object... events) {
        RecoveryRecord note = before;
        for (Object event : events) {
            note = note.on(event, version++, AT, GRACE);
        }
        return note;
    }
}
