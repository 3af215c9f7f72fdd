package stockledger.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** Builders of events with defaults. */
public final class SampleEvents {

    public static final Instant EXPIRY = Instant.parse("2026-12-01T12:00:00Z");

    private SampleEvents() {}

    public static ProductRegistered registered(String sku) {
        return registered(sku, "Thing " + sku, "Kitchen/Mugs", "12.50");
    }

    public static ProductRegistered registered(String sku, String name, String category, String price) {
        return new ProductRegistered(
                new Sku(sku), name, null, "Acme", category, Map.of(), Money.of(price, "GBP"), List.of());
    }

    public static StockReceived received(String sku, String location, long quantity) {
        return new StockReceived(new Sku(sku), new LocationId(location), quantity, "delivery");
    }

    public static List<Allocation> at(String location, long quantity) {
        return List.of(new Allocation(new LocationId(location), quantity));
    }

    public static UnitsHeld held(String sku, String reservation, List<Allocation> allocations) {
        return new UnitsHeld(new Sku(sku), new ReservationId(reservation), "first", allocations, EXPIRY);
    }

    public static UnitsAllocated allocated(String sku, String reservation, List<Allocation> allocations) {
        return new UnitsAllocated(new Sku(sku), new ReservationId(reservation), allocations);
    }

    public static UnitsShipped shipped(String sku, String reservation, List<Allocation> allocations) {
        return new UnitsShipped(new Sku(sku), new ReservationId(reservation), allocations);
    }

    public static ReservationHeld reservationHeld(String id, String sku, List<Allocation> allocations) {
        long quantity = allocations.stream().mapToLong(Allocation::quantity).sum();
        return new ReservationHeld(
                new ReservationId(id),
                "first",
                List.of(new ReservedLine(new Sku(sku), quantity, allocations)),
                EXPIRY,
                "cart 7");
    }
}
