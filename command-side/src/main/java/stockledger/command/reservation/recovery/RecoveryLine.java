package stockledger.command.reservation.recovery;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.ReservationId;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;

/**
 * The state of one SKU's stock for a reservation. Member names are stored.
 *
 * @param attempt the attempt that held the units last
 * @param version last folded version of the SKU's stock stream; -1 for none
 * @param units units held
 * @param shipped units shipped
 * @param addition the attempt to replace the lines that added units last; null when there was none since units were released
 */
record RecoveryLine(
        String sku,
        Phase phase,
        String attempt,
        long version,
        long units,
        long shipped,
        @Nullable String addition) {

    private static final Set<Class<?>> TYPES = Set.of(
            UnitsHeld.class,
            HoldIncreased.class,
            HoldReduced.class,
            UnitsAllocated.class,
            UnitsShipped.class,
            UnitsReturned.class,
            AllocationReleased.class,
            HoldReleased.class);

    /** The state of the claim. */
    enum Phase {
        HELD,
        ALLOCATED,
        RELEASED
    }

    static RecoveryLine blank(String sku) {
        return new RecoveryLine(sku, Phase.RELEASED, "", -1, 0, 0, null);
    }

    /** Whether stock events of this type belong to a reservation. */
    static boolean isOfReservation(Class<?> type) {
        return TYPES.contains(type);
    }

    /** The reservation of a stock event; null for events without one. */
    static @Nullable ReservationId reservationOf(StockEvent event) {
        if (event instanceof UnitsHeld held) {
            return held.reservationId();
        } else if (event instanceof HoldIncreased increased) {
            return increased.reservationId();
        } else if (event instanceof HoldReduced reduced) {
            return reduced.reservationId();
        } else if (event instanceof UnitsAllocated allocated) {
            return allocated.reservationId();
        } else if (event instanceof UnitsShipped shipped) {
            return shipped.reservationId();
        } else if (event instanceof UnitsReturned returned) {
            return returned.reservationId();
        } else if (event instanceof AllocationReleased freed) {
            return freed.reservationId();
        }
        return event instanceof HoldReleased released ? released.reservationId() : null;
    }

    /** The line after one more event; null when the event does not change it. */
    @Nullable
    RecoveryLine on(StockEvent event, long next) {
        if (event instanceof UnitsHeld held) {
            long total = Allocation.units(held.allocations());
            return new RecoveryLine(sku, Phase.HELD, held.attempt(), next, total, 0, null);
        } else if (event instanceof HoldIncreased increased) {
            long total = units + Allocation.units(increased.allocations());
            return new RecoveryLine(sku, phase, attempt, next, total, shipped, increased.attempt());
        } else if (event instanceof HoldReduced reduced) {
            long total = units - Allocation.units(reduced.allocations());
            return new RecoveryLine(sku, phase, attempt, next, total, shipped, null);
        } else if (event instanceof UnitsAllocated allocated) {
            long total = Allocation.units(allocated.allocations());
            return new RecoveryLine(sku, Phase.ALLOCATED, attempt, next, total, shipped, null);
        } else if (event instanceof UnitsShipped shipment) {
            long total = shipped + Allocation.units(shipment.allocations());
            return new RecoveryLine(sku, Phase.ALLOCATED, attempt, next, units, total, null);
        } else if (event instanceof HoldReleased || event instanceof AllocationReleased) {
            return new RecoveryLine(sku, Phase.RELEASED, attempt, next, units, shipped, null);
        }
        return null;
    }

    boolean isHeld() {
        return phase == Phase.HELD;
    }

    boolean isReleased() {
        return phase == Phase.RELEASED;
    }

    boolean isShipped() {
        return phase == Phase.ALLOCATED && shipped >= units;
    }

    /** Whether the stock has allocated the units and shipped as many as the reservation decided. */
    boolean hasFollowed(long decided) {
        return phase == Phase.ALLOCATED && shipped >= decided;
    }
}
