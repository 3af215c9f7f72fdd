package stockledger.command.reservation;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stockledger.command.demand.RefusedDemand;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.ProductDiscontinued;
import stockledger.command.stock.StockRefusal.Shortage;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.demand.RefusalCause;

/**
 * Counts the lines for which a cart is refused. The shopper is the reference of the cart, else the id of its reservation, which a
 * repeated request has too if it names the id or has an idempotency key; any other request is a shopper of its own.
 */
final class RefusedCart {

    private final RefusedDemand demand;
    private final String shopper;

    RefusedCart(RefusedDemand demand, ReservationId id, @Nullable String reference) {
        this.demand = demand;
        this.shopper = reference == null ? id.value() : reference;
    }

    /** Executes what holds units, and counts what it is refused. */
    <T> T countedIn(List<RequestedLine> lines, Supplier<T> holding) {
        try {
            return holding.get();
        } catch (InsufficientStock refused) {
            for (Shortage one : refused.shortages()) {
                demand.add(
                        one.sku(),
                        one.locationId(),
                        RefusalCause.SHORTAGE,
                        shopper,
                        one.requested(),
                        one.requested() - one.available());
            }
            throw refused;
        } catch (ProductDiscontinued refused) {
            lines.stream().filter(line -> line.sku().equals(refused.sku())).forEach(this::discontinued);
            throw refused;
        }
    }

    private void discontinued(RequestedLine line) {
        Sku sku = line.sku();
        for (UnitRequest request : line.requests()) {
            LocationId location = request.locationId();
            demand.add(sku, location, RefusalCause.DISCONTINUED, shopper, request.quantity(), request.quantity());
        }
    }
}
