package stockledger.query.availability;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.ReturnCondition;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockEvent.UnitsShipped;
import stockledger.events.stock.StockPolicy;
import stockledger.events.stock.StockStatus;
import stockledger.query.projection.ProjectedEvent;

/**
 * Whether one SKU can be sold, over all locations.
 *
 * @param registered whether it is in the catalog
 * @param unpromised sellable units on hand that nobody was promised, the buffer among them; negative when too many were
 * @param policy what the shop wants of the stock
 */
record AvailabilityView(String sku, boolean registered, boolean discontinued, long unpromised, StockPolicy policy) {

    static AvailabilityView blank(String sku) {
        return new AvailabilityView(sku, false, false, 0, StockPolicy.NONE);
    }

    AvailabilityView on(ProjectedEvent happened) {
        Object event = happened.event();
        if (event instanceof ProductRegistered) {
            return new AvailabilityView(sku, true, discontinued, unpromised, policy);
        } else if (event instanceof ProductDiscontinued) {
            return new AvailabilityView(sku, registered, true, unpromised, policy);
        } else if (event instanceof ProductReactivated) {
            return new AvailabilityView(sku, registered, false, unpromised, policy);
        } else if (event instanceof StockReceived received) {
            return changed(received.quantity());
        } else if (event instanceof StockAdjusted adjusted) {
            return changed(adjusted.delta());
        } else if (event instanceof StockCounted counted) {
            return changed(counted.delta());
        } else if (event instanceof UnitsSetAside aside) {
            return changed(-aside.quantity());
        } else if (event instanceof UnitsPutBack back) {
            return changed(back.quantity());
        } else if (event instanceof TransferSent sent) {
            return changed(-sent.quantity());
        } else if (event instanceof TransferReceived arrived) {
            return changed(arrived.received());
        } else if (event instanceof StockPolicySet wanted) {
            return new AvailabilityView(sku, registered, discontinued, unpromised, policy.after(wanted));
        } else if (event instanceof UnitsHeld held) {
            return changed(-units(held.allocations()));
        } else if (event instanceof HoldReleased released) {
            return changed(units(released.allocations()));
        } else if (event instanceof AllocationReleased freed) {
            return changed(units(freed.allocations()));
        } else if (event instanceof UnitsReturned back) {
            return back.condition() == ReturnCondition.SELLABLE ? changed(units(back.allocations())) : this;
        } else if (event instanceof UnitsAllocated || event instanceof UnitsShipped) {
            // What was promised stays promised, then leaves: others can buy neither more nor less.
            return this;
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    /** What can be bought, never below 0. */
    long available() {
        return Math.max(0, unpromised - policy.safetyStock());
    }

    StockStatus status() {
        return discontinued ? StockStatus.DISCONTINUED : policy.status(unpromised - policy.safetyStock());
    }

    private AvailabilityView changed(long units) {
        return new AvailabilityView(sku, registered, discontinued, unpromised + units, policy);
    }

    private static long units(List<Allocation> allocations) {
        return allocations.stream().mapToLong(Allocation::quantity).sum();
    }
}
