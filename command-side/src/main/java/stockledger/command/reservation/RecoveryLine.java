package stockledger.command.reservation;

import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.ReservationId;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;

/**
 * How far the stock of one SKU has come for a reservation.
 *
 * @param attempt who held the units last
 * @param version last event folded of the SKU's stock stream; -1 for none
 * @param units how many were held
 * @param shipped how many of them left
 */
record RecoveryLine(String sku, Phase phase, String attempt, long version, long units, long shipped) {

    /** What the units are claimed as. */
    enum Phase {
        HELD,
        ALLOCATED,
        RELEASED
    }

    static RecoveryLine blank(String sku) {
        return new RecoveryLine(sku, Phase.RELEASED, "", -1, 0, 0);
    }

    /** The reservation that a stock event is about; null when it is about none. */
    static @Nullable ReservationId reservationOf(StockEvent event) {
        if (event instanceof UnitsHeld held) {
            return held.reservationId();
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

    /** The line after one more event; null when that changes nothing of it. */
    @Nullable
    RecoveryLine on(StockEvent event, long next) {
        if (event instanceof UnitsHeld held) {
            return new RecoveryLine(sku, Phase.HELD, held.attempt(), next, Allocation.units(held.allocations()), 0);
        } else if (event instanceof UnitsAllocated) {
            return new RecoveryLine(sku, Phase.ALLOCATED, attempt, next, units, shipped);
        } else if (event instanceof UnitsShipped left) {
            long gone = shipped + Allocation.units(left.allocations());
            return new RecoveryLine(sku, Phase.ALLOCATED, attempt, next, units, gone);
        } else if (event instanceof HoldReleased || event instanceof AllocationReleased) {
            return new RecoveryLine(sku, Phase.RELEASED, attempt, next, units, shipped);
        }
        return null;
    }

    boolean isHeld() {
        return phase == Phase.HELD;
    }

    boolean isReleased() {
        return phase == Phase.RELEASED;
    }

    boolean isGone() {
        return phase == Phase.ALLOCATED && shipped >= units;
    }

    /** Whether the stock is where a confirmed reservation wants it that let so many units go. */
    boolean hasFollowed(long letGo) {
        return phase == Phase.ALLOCATED && shipped >= letGo;
    }
}
