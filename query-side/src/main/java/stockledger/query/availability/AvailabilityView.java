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
 * The availability of one SKU over all locations.
 *
 * @param registered whether it is in the catalog
 * @param unpromised on hand − unavailable − held − allocated, over all locations; signed
 * @param policy its safety stock, reorder points and backorder limits
 */
record AvailabilityView(String sku, boolean registered, boolean discontinued, long unpromised, StockPolicy policy) {

    static AvailabilityView empty(String sku) {
        return new AvailabilityView(sku, false, false, 0, StockPolicy.NONE);
    }

    AvailabilityView on(ProjectedEvent event) {
        Object payload = event.payload();
        if (payload instanceof ProductRegistered) {
            return new AvailabilityView(sku, true, discontinued, unpromised, policy);
        } else if (payload instanceof ProductDiscontinued) {
            return new AvailabilityView(sku, registered, true, unpromised, policy);
        } else if (payload instanceof ProductReactivated) {
            return new AvailabilityView(sku, registered, false, unpromised, policy);
        } else if (payload instanceof StockReceived received) {
            return withUnits(received.quantity());
        } else if (payload instanceof StockAdjusted adjusted) {
            return withUnits(adjusted.delta());
        } else if (payload instanceof StockCounted counted) {
            return withUnits(counted.delta());
        } else if (payload instanceof UnitsSetAside aside) {
            return withUnits(-aside.quantity());
        } else if (payload instanceof UnitsPutBack back) {
            return withUnits(back.quantity());
        } else if (payload instanceof TransferSent sent) {
            return withUnits(-sent.quantity());
        } else if (payload instanceof TransferReceived arrived) {
            return withUnits(arrived.received());
        } else if (payload instanceof StockPolicySet set) {
            return new AvailabilityView(sku, registered, discontinued, unpromised, policy.after(set));
        } else if (payload instanceof UnitsHeld held) {
            return withUnits(-units(held.allocations()));
        } else if (payload instanceof HoldReleased released) {
            return withUnits(units(released.allocations()));
        } else if (payload instanceof AllocationReleased freed) {
            return withUnits(units(freed.allocations()));
        } else if (payload instanceof UnitsReturned back) {
            return back.condition() == ReturnCondition.SELLABLE ? withUnits(units(back.allocations())) : this;
        } else if (payload instanceof UnitsAllocated || payload instanceof UnitsShipped) {
            // Held units become allocated, allocated units leave: available does not change.
            return this;
        }
        throw new IllegalStateException("unknown event " + payload.getClass());
    }

    /** Available units as shown: never below 0. */
    long available() {
        return Math.max(0, unpromised - policy.safetyStock());
    }

    StockStatus status() {
        return discontinued ? StockStatus.DISCONTINUED : policy.status(unpromised - policy.safetyStock());
    }

    private AvailabilityView withUnits(long delta) {
        return new AvailabilityView(sku, registered, discontinued, unpromised + delta, policy);
    }

    private static long units(List<Allocation> allocations) {
        return allocations.stream().mapToLong(Allocation::quantity).sum();
    }
}
