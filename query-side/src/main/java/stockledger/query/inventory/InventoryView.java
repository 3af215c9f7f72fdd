package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;
import stockledger.query.projection.Happened;

/**
 * One SKU's units at all locations.
 *
 * @param registered whether the SKU is in the catalog
 * @param levels one per location that ever held units, in the order of their ids
 * @param movements how many movements its ledger has
 * @param asOf when the newest event that it shows happened
 * @param fresh movements since it was read, to be written beside it
 */
record InventoryView(
        String sku,
        boolean registered,
        List<Level> levels,
        long movements,
        @Nullable Instant asOf,
        @JsonIgnore @Nullable List<Movement> fresh) {

    static InventoryView blank(String sku) {
        return new InventoryView(sku, false, List.of(), 0, null, List.of());
    }

    /** What the ledger gains, in order. */
    List<Movement> freshMovements() {
        return fresh == null ? List.of() : fresh;
    }

    InventoryView on(Happened happened) {
        Instant latest = asOf == null || happened.at().isAfter(asOf) ? happened.at() : asOf;
        if (happened.event() instanceof ProductRegistered) {
            return new InventoryView(sku, true, levels, movements, latest, fresh);
        }
        return new InventoryView(sku, registered, levels, movements, latest, fresh)
                .onStock((StockEvent) happened.event(), happened);
    }

    private InventoryView onStock(StockEvent event, Happened happened) {
        if (event instanceof StockReceived received) {
            return moved(
                    happened, "receipt", received.locationId(), received.quantity(), null, received.reference(), null);
        } else if (event instanceof StockAdjusted adjusted) {
            return moved(
                    happened,
                    "adjustment",
                    adjusted.locationId(),
                    adjusted.delta(),
                    adjusted.reason(),
                    adjusted.reference(),
                    null);
        } else if (event instanceof UnitsHeld held) {
            return promised(held.allocations(), 1, 0);
        } else if (event instanceof HoldReleased released) {
            return promised(released.allocations(), -1, 0);
        } else if (event instanceof AllocationReleased freed) {
            return promised(freed.allocations(), 0, -1);
        } else if (event instanceof UnitsAllocated allocated) {
            return promised(allocated.allocations(), -1, 1);
        } else if (event instanceof UnitsShipped shipped) {
            InventoryView view = promised(shipped.allocations(), 0, -1);
            for (Allocation left : shipped.allocations()) {
                String cart = shipped.reservationId().value();
                view = view.moved(happened, "shipment", left.locationId(), -left.quantity(), null, null, cart);
            }
            return view;
        } else if (event instanceof UnitsReturned returned) {
            return returned(returned, happened);
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    private InventoryView returned(UnitsReturned event, Happened happened) {
        InventoryView view = this;
        for (Allocation back : event.allocations()) {
            String cart = event.reservationId().value();
            view = view.moved(happened, "return", back.locationId(), back.quantity(), null, event.reference(), cart);
            if (event.condition() == ReturnCondition.UNAVAILABLE) {
                view = view.changed(new Level(back.locationId().value(), 0, 0, 0, back.quantity()));
            }
        }
        return view;
    }

    private InventoryView changed(Level change) {
        TreeMap<String, Level> next = byLocation();
        next.merge(change.locationId(), change, Level::plus);
        return new InventoryView(sku, registered, List.copyOf(next.values()), movements, asOf, fresh);
    }

    private InventoryView moved(
            Happened happened,
            String kind,
            LocationId location,
            long delta,
            @Nullable AdjustmentReason reason,
            @Nullable String reference,
            @Nullable String reservationId) {
        TreeMap<String, Level> next = byLocation();
        Level level = next.merge(location.value(), new Level(location.value(), delta, 0, 0, 0), Level::plus);
        List<Movement> ledger = new ArrayList<>(freshMovements());
        ledger.add(new Movement(
                movements,
                happened.at(),
                kind,
                location.value(),
                delta,
                level.onHand(),
                reason,
                reference,
                reservationId,
                happened.actor()));
        return new InventoryView(sku, registered, List.copyOf(next.values()), movements + 1, asOf, ledger);
    }

    private InventoryView promised(List<Allocation> allocations, int holds, int allocates) {
        TreeMap<String, Level> next = byLocation();
        for (Allocation one : allocations) {
            next.merge(
                    one.locationId().value(),
                    new Level(one.locationId().value(), 0, holds * one.quantity(), allocates * one.quantity(), 0),
                    Level::plus);
        }
        return new InventoryView(sku, registered, List.copyOf(next.values()), movements, asOf, fresh);
    }

    private TreeMap<String, Level> byLocation() {
        TreeMap<String, Level> map = new TreeMap<>();
        levels.forEach(level -> map.put(level.locationId(), level));
        return map;
    }
}
