package stockledger.command.stock;

import java.util.List;
import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/** Why stock does not do what was asked. */
public abstract sealed class StockRefusal extends Refusal {

    private StockRefusal(Kind kind, String code, String detail, Map<String, Object> facts) {
        super(kind, code, detail, facts);
    }

    /**
     * Too little of a SKU.
     *
     * @param requested units, over all lines of the SKU
     * @param available how many of the requested units could be promised, at least 0 and less than requested
     */
    public record Shortage(Sku sku, long requested, long available) {}

    /** There is not enough to promise or take away. */
    public static final class InsufficientStock extends StockRefusal {

        private final transient List<Shortage> shortages;

        public InsufficientStock(List<Shortage> shortages) {
            super(
                    Kind.CONFLICT,
                    "insufficient-stock",
                    "There is not enough available; nothing was changed.",
                    Map.of("shortages", List.copyOf(shortages)));
            this.shortages = List.copyOf(shortages);
        }

        public List<Shortage> shortages() {
            return shortages;
        }
    }

    /** No such product is in the catalog. */
    public static final class ProductNotFound extends StockRefusal {
        public ProductNotFound(Sku sku) {
            super(Kind.UNKNOWN, "product-not-found", "There is no such product.", Map.of("sku", sku));
        }
    }

    /** No such location was opened. */
    public static final class LocationNotFound extends StockRefusal {
        public LocationNotFound(LocationId location) {
            super(Kind.UNKNOWN, "location-not-found", "There is no such location.", Map.of("locationId", location));
        }
    }

    /** Another attempt holds units for the same reservation and is not done yet. */
    public static final class HoldInProgress extends StockRefusal {
        public HoldInProgress(ReservationId reservation) {
            super(
                    Kind.BUSY,
                    "reservation-in-progress",
                    "The same reservation is being held by another request; ask again in a moment.",
                    Map.of("id", reservation));
        }
    }

    /** So many returns came between that it is not remembered whether this one was followed; its stream tells. */
    public static final class ReturnForgotten extends StockRefusal {
        public ReturnForgotten(ReservationId reservation, int number) {
            super(
                    Kind.BUSY,
                    "return-in-progress",
                    "The return is being followed by another request; ask again in a moment.",
                    Map.of("id", reservation, "number", number));
        }
    }
}
