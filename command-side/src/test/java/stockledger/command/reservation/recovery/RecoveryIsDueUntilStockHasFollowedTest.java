package stockledger.command.reservation.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** Recovery is due after a delay while stock has not followed its reservation, else at the expiry of a hold or never. */
class RecoveryIsDueUntilStockHasFollowedTest {

    private static final Duration DELAY = Duration.ofSeconds(15);
    private static final ReservationId CART = new ReservationId("cart-1");
    private static final String ATTEMPT = "attempt-1";
    private static final Instant EXPIRES = Instant.parse("2026-03-01T10:15:00Z");
    private static final Instant AT = EXPIRES.minusSeconds(600);
    private static final Sku MUG = new Sku("MUG-1");
    private static final Sku PLATE = new Sku("PLATE-2");
    private static final Sku OTHER = new Sku("OTHER-3");

    private static final ReservationHeld HELD = new ReservationHeld(
            CART,
            ATTEMPT,
            List.of(new ReservedLine(MUG, 3, units(3)), new ReservedLine(PLATE, 1, units(1))),
            EXPIRES,
            null);
    private static final ReservationConfirmed CONFIRMED = new ReservationConfirmed(CART);
    private static final ReservationReleased RELEASED = new ReservationReleased(CART);
    private static final ReservationShipped SHIPPED = new ReservationShipped(CART);

    private long version;

    @Test
    void aCompleteHoldIsDueAtItsExpiry() {
        assertThat(held().dueAt()).isEqualTo(EXPIRES);
    }

    @Test
    void anAllocatedReservationIsNeverDue() {
        assertThat(confirmed().dueAt()).isNull();
        assertThat(after(held(), CONFIRMED).dueAt()).isEqualTo(AT.plus(DELAY));
    }

    @Test
    void aPartialShipmentIsDueUntilItsStockHasShipped() {
        RecoveryRecord part = after(confirmed(), new ReservationPartlyShipped(CART, List.of(new LineUnits(MUG, 2))));
        assertThat(part.dueAt()).isEqualTo(AT.plus(DELAY));
        assertThat(after(part, new UnitsShipped(MUG, CART, units(1))).dueAt()).isEqualTo(AT.plus(DELAY));
        assertThat(after(part, new UnitsShipped(MUG, CART, units(2))).dueAt()).isNull();
    }

    @Test
    void aShippedReservationIsFinished() {
        RecoveryRecord shipped = after(confirmed(), SHIPPED, new UnitsShipped(MUG, CART, units(3)));
        assertThat(shipped.isFinished()).isFalse();
        assertThat(after(shipped, new UnitsShipped(PLATE, CART, units(1))).isFinished())
                .isTrue();
    }

    @Test
    void aReturnIsFinishedWhenEverySkuHasBookedIt() {
        List<ReturnedLine> lines = List.of(
                new ReturnedLine(MUG, units(1), ReturnCondition.SELLABLE, 4),
                new ReturnedLine(PLATE, units(1), ReturnCondition.SELLABLE, 4));
        RecoveryRecord back = after(RecoveryRecord.blank(CART.value()), new ReservationReturned(CART, 1, lines, null));
        assertThat(back.dueAt()).isEqualTo(AT.plus(DELAY));
        back = after(back, new UnitsReturned(MUG, CART, 1, units(1), ReturnCondition.SELLABLE, null));
        assertThat(back.isFinished()).isFalse();
        back = after(back, new UnitsReturned(PLATE, CART, 1, units(1), ReturnCondition.SELLABLE, null));
        assertThat(back.isFinished()).isTrue();
    }

    @Test
    void linesHeldByAnEarlierAttemptAreDueEvenWhenTheReservationIsNot() {
        RecoveryRecord record = after(
                RecoveryRecord.blank(CART.value()), new UnitsHeld(OTHER, CART, "crashed", units(5), EXPIRES, null));
        record = after(record, heldLines());
        assertThat(record.dueAt()).isEqualTo(AT.plus(DELAY));
        record = after(record, new HoldReleased(OTHER, CART, units(5), ReleaseCause.ABANDONED));
        assertThat(record.dueAt()).isEqualTo(EXPIRES);
        record = after(record, CONFIRMED, allocated(MUG, 3), allocated(PLATE, 1));
        assertThat(record.dueAt())
                .as("released lines of other attempts do not matter")
                .isNull();
    }

    @Test
    void aNewAttemptDoesNotDelayTheCleanupOfAnOldOne() {
        RecoveryRecord record = after(
                RecoveryRecord.blank(CART.value()), new UnitsHeld(OTHER, CART, "crashed", units(5), EXPIRES, null));
        for (int later = 1; later <= 3; later++) {
            Instant at = AT.plusSeconds(5L * later);
            record =
                    record.on(new UnitsHeld(MUG, CART, "again" + later, units(3), EXPIRES, null), ++version, at, DELAY);
            record = record.on(new HoldReleased(MUG, CART, units(3), ReleaseCause.ABANDONED), ++version, at, DELAY);
        }
        assertThat(record.dueAt()).isEqualTo(AT.plus(DELAY));
    }

    @Test
    void furtherUnitsAreDueUntilTheReservationHasRecordedThem() {
        RecoveryRecord more = after(held(), increased(2));
        assertThat(more.dueAt()).isEqualTo(AT.plus(DELAY));
        assertThat(after(more, reduced(2)).dueAt()).as("released again").isEqualTo(EXPIRES);
        assertThat(after(more, replaced(line(MUG, 5, ATTEMPT), line(PLATE, 1, ATTEMPT)))
                        .dueAt())
                .as("recorded")
                .isEqualTo(EXPIRES);
    }

    @Test
    void replacedLinesAreDueUntilTheirStockHasReleasedTheRest() {
        RecoveryRecord fewer = after(held(), replaced(line(MUG, 1, ATTEMPT)));
        assertThat(fewer.dueAt()).isEqualTo(AT.plus(DELAY));
        fewer = after(fewer, reduced(2));
        assertThat(fewer.dueAt()).isEqualTo(AT.plus(DELAY));
        fewer = after(fewer, new HoldReleased(PLATE, CART, units(1), ReleaseCause.RELEASED));
        assertThat(fewer.dueAt()).isEqualTo(EXPIRES);
    }

    @Test
    void aLineOfAnotherAttemptIsDueUntilItIsRecorded() {
        RecoveryRecord record = after(held(), new UnitsHeld(OTHER, CART, "edit", units(5), EXPIRES, null));
        assertThat(record.dueAt()).isEqualTo(AT.plus(DELAY));
        assertThat(after(record, replaced(line(MUG, 3, ATTEMPT), line(PLATE, 1, ATTEMPT), line(OTHER, 5, "edit")))
                        .dueAt())
                .isEqualTo(EXPIRES);
    }

    @Test
    void linesHeldAgainReplaceThoseBefore() {
        RecoveryRecord record = after(
                held(),
                replaced(line(MUG, 3, ATTEMPT)),
                new HoldReleased(PLATE, CART, units(1), ReleaseCause.RELEASED),
                new ReservationExpired(CART),
                new HoldReleased(MUG, CART, units(3), ReleaseCause.EXPIRED),
                new UnitsHeld(MUG, CART, "late", units(3), EXPIRES, null),
                new ReservationHeld(CART, "late", List.of(line(MUG, 3, null)), EXPIRES, null),
                CONFIRMED);
        assertThat(record.dueAt()).isEqualTo(AT.plus(DELAY));
        assertThat(after(record, allocated(MUG, 3)).dueAt()).isNull();
    }

    private static ReservationLinesReplaced replaced(ReservedLine... lines) {
        return new ReservationLinesReplaced(CART, "edit", List.of(lines));
    }

    private static ReservedLine line(Sku sku, long units, @Nullable String attempt) {
        return new ReservedLine(sku, units, units(units), null, attempt);
    }

    private static HoldIncreased increased(long units) {
        return new HoldIncreased(MUG, CART, "edit", units(units), EXPIRES, LocationChoice.FEWEST_LOCATIONS, 0);
    }

    private static HoldReduced reduced(long units) {
        return new HoldReduced(MUG, CART, units(units), ReleaseCause.RELEASED, 1);
    }

    @Test
    void aKnownEventChangesNothing() {
        RecoveryRecord record = held();
        assertThat(record.on(RELEASED, 0, AT, DELAY)).isSameAs(record);
        assertThat(record.on(new UnitsShipped(MUG, CART, units(3)), 0, AT, DELAY))
                .isSameAs(record);
    }

    private RecoveryRecord held() {
        return after(RecoveryRecord.blank(CART.value()), heldLines());
    }

    private RecoveryRecord confirmed() {
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
        RecoveryRecord record = before;
        for (Object event : events) {
            record = record.on(event, version++, AT, DELAY);
        }
        return record;
    }
}
