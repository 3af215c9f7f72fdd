package stockledger.command.stock;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import stockledger.command.RefusedWith;
import stockledger.command.dispatch.Outcome;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.Shortage;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;

/** The SKU, locations and reservations of the stock tests. */
final class StockExamples {

    static final Sku MUG = new Sku("MUG-1");
    static final LocationId MAIN = new LocationId("MAIN");
    static final LocationId SHOP = new LocationId("SHOP");
    static final LocationId YARD = new LocationId("YARD");
    static final ReservationId CART = new ReservationId("cart-1");
    static final ReservationId OTHER_CART = new ReservationId("cart-2");
    static final String ATTEMPT = "attempt-1";
    static final String OTHER_ATTEMPT = "attempt-2";
    static final Instant EXPIRES = Instant.parse("2026-03-01T10:15:00Z");

    private StockExamples() {}

    static FixtureConfiguration<StockItem> stock() {
        return new AggregateTestFixture<>(StockItem.class);
    }

    static StockReceived received(LocationId location, long quantity) {
        return new StockReceived(MUG, location, quantity, null);
    }

    static StockPolicySet policy(long safetyStock, @Nullable Long reorderPoint, @Nullable Long backorderLimit) {
        return policy(null, safetyStock, reorderPoint, backorderLimit);
    }

    static StockPolicySet policy(
            @Nullable LocationId location,
            long safetyStock,
            @Nullable Long reorderPoint,
            @Nullable Long backorderLimit) {
        return new StockPolicySet(MUG, location, safetyStock, reorderPoint, backorderLimit);
    }

    static StockRanOut ranOut(long available) {
        return new StockRanOut(MUG, available);
    }

    /** The answer to a movement. */
    static StockAnswer answer(long onHand, long unavailable, long delta) {
        return StockAnswer.of(new StockLevel(onHand, 0, 0, unavailable), delta);
    }

    static HoldUnits hold(long quantity) {
        return hold(anywhere(quantity));
    }

    static HoldUnits hold(UnitRequest... wanted) {
        return new HoldUnits(MUG, CART, ATTEMPT, List.of(wanted), EXPIRES);
    }

    static UnitRequest anywhere(long quantity) {
        return new UnitRequest(null, quantity);
    }

    static UnitRequest from(LocationId location, long quantity) {
        return new UnitRequest(location, quantity);
    }

    static UnitsHeld held(Allocation... allocations) {
        return held(CART, ATTEMPT, allocations);
    }

    static UnitsHeld held(ReservationId cart, String attempt, Allocation... allocations) {
        return new UnitsHeld(MUG, cart, attempt, List.of(allocations), EXPIRES, LocationChoice.FEWEST_LOCATIONS);
    }

    static UnitsAllocated allocated(Allocation... allocations) {
        return new UnitsAllocated(MUG, CART, List.of(allocations));
    }

    static Allocation at(LocationId location, long quantity) {
        return new Allocation(location, quantity);
    }

    static <T> Outcome<T> outcome(T answer, long version) {
        return new Outcome<>(answer, MUG.stockStream(), version);
    }

    /** Locations that lines name are short. */
    static RefusedWith shortages(Shortage... shortages) {
        return RefusedWith.conflict("insufficient-stock", Map.of("shortages", List.of(shortages)));
    }

    static RefusedWith shortage(LocationId location, long requested, long available) {
        return shortages(new Shortage(MUG, location, requested, available));
    }

    static RefusedWith shortage(long requested, long available) {
        return RefusedWith.conflict(
                "insufficient-stock", Map.of("shortages", List.of(new Shortage(MUG, requested, available))));
    }
}
