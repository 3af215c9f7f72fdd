package stockledger.command.stock;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;

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

        static InsufficientStock of(Sku sku, long requested, long available) {
            return new InsufficientStock(List.of(new Shortage(sku, requested, Math.max(0, available))));
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

    /** Fewer units are out of sale than shall return to it. */
    public static final class InsufficientUnavailable extends StockRefusal {
        public InsufficientUnavailable(Sku sku, LocationId location, long requested, long unavailable) {
            super(
                    Kind.CONFLICT,
                    "insufficient-unavailable",
                    "There are not so many unavailable units; nothing was changed.",
                    Map.of("sku", sku, "locationId", location, "requested", requested, "unavailable", unavailable));
        }
    }

    /** A count that was taken later than now. */
    public static final class CountInFuture extends StockRefusal {
        public CountInFuture(Instant countedAt, Instant now) {
            super(
                    Kind.CONFLICT,
                    "count-in-future",
                    "The count is dated in the future; nothing was changed.",
                    Map.of("countedAt", countedAt, "now", now));
        }
    }

    /** A count from before what is remembered of movements. */
    public static final class CountTooOld extends StockRefusal {
        public CountTooOld(Instant countedAt, Instant oldest) {
            super(
                    Kind.CONFLICT,
                    "count-too-old",
                    "What moved since then is no longer remembered one by one; nothing was changed.",
                    Map.of("countedAt", countedAt, "oldest", oldest));
        }
    }

    /** A count from before another that was told already. */
    public static final class CountSuperseded extends StockRefusal {
        public CountSuperseded(Instant countedAt, Instant newest) {
            super(
                    Kind.CONFLICT,
                    "count-superseded",
                    "The location was counted again after that; nothing was changed.",
                    Map.of("countedAt", countedAt, "newest", newest));
        }
    }

    /** A count that is less than what has left since it was taken. */
    public static final class CountContradicted extends StockRefusal {
        public CountContradicted(long counted, long leftSince) {
            super(
                    Kind.CONFLICT,
                    "count-contradicted",
                    "More units have left since then than were counted; nothing was changed.",
                    Map.of("counted", counted, "leftSince", leftSince));
        }
    }

    /** No such units are or were on their way. */
    public static final class TransferNotFound extends StockRefusal {
        public TransferNotFound(TransferId transfer) {
            super(Kind.UNKNOWN, "transfer-not-found", "There is no such transfer.", Map.of("id", transfer));
        }
    }

    /** No such delivery is or was expected. */
    public static final class IncomingNotFound extends StockRefusal {
        public IncomingNotFound(IncomingId incoming) {
            super(Kind.UNKNOWN, "incoming-not-found", "There is no such delivery.", Map.of("id", incoming));
        }
    }

    /** The id that follows from the caller's key stands for something else. */
    public static final class IdTaken extends StockRefusal {
        public IdTaken() {
            super(
                    Kind.REUSED,
                    "idempotency-key-reused",
                    "The idempotency key was used for another request; nothing was changed.",
                    Map.of());
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
