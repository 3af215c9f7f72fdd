package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Refusal;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;

/** The refusals of stock commands. */
public abstract sealed class StockRefusal extends Refusal {

    private StockRefusal(Kind kind, String code, String detail, Map<String, Object> properties) {
        super(kind, code, detail, properties);
    }

    /**
     * A SKU with fewer units than requested.
     *
     * @param locationId the location that lines name and that has too few; null when it is short over all locations
     * @param requested units, over all lines of the SKU, or over those that name the location
     * @param available how many units could be claimed there, at least 0 and less than requested
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Shortage(Sku sku, @Nullable LocationId locationId, long requested, long available) {

        /** A shortage over all locations. */
        public Shortage(Sku sku, long requested, long available) {
            this(sku, null, requested, available);
        }
    }

    /** Fewer units are available than a claim or an outgoing movement needs. */
    public static final class InsufficientStock extends StockRefusal {

        private final transient List<Shortage> shortages;

        public InsufficientStock(List<Shortage> shortages) {
            super(
                    Kind.CONFLICT,
                    "insufficient-stock",
                    "Not enough units are available; nothing was changed.",
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

    /** The product is not in the catalog. */
    public static final class ProductNotFound extends StockRefusal {
        public ProductNotFound(Sku sku) {
            super(Kind.UNKNOWN, "product-not-found", "There is no such product.", Map.of("sku", sku));
        }
    }

    /** The product is discontinued: nothing new is held. */
    public static final class ProductDiscontinued extends StockRefusal {

        private final transient Sku sku;

        public ProductDiscontinued(Sku sku) {
            super(
                    Kind.CONFLICT,
                    "product-discontinued",
                    "The product is discontinued; nothing was held.",
                    Map.of("sku", sku));
            this.sku = sku;
        }

        public Sku sku() {
            return sku;
        }
    }

    /** The location does not exist. */
    public static final class LocationNotFound extends StockRefusal {
        public LocationNotFound(LocationId location) {
            super(Kind.UNKNOWN, "location-not-found", "There is no such location.", Map.of("locationId", location));
        }
    }

    /** Another attempt of the same reservation holds units and has not finished. */
    public static final class HoldInProgress extends StockRefusal {
        public HoldInProgress(ReservationId reservation) {
            super(
                    Kind.BUSY,
                    "reservation-in-progress",
                    "Another request is holding the same reservation; retry shortly.",
                    Map.of("id", reservation));
        }
    }

    /** Fewer units are unavailable than should become sellable. */
    public static final class InsufficientUnavailable extends StockRefusal {
        public InsufficientUnavailable(Sku sku, LocationId location, long requested, long unavailable) {
            super(
                    Kind.CONFLICT,
                    "insufficient-unavailable",
                    "Fewer units are unavailable than requested; nothing was changed.",
                    Map.of("sku", sku, "locationId", location, "requested", requested, "unavailable", unavailable));
        }
    }

    /** The receipt or the adjustment is dated in the future. */
    public static final class OccurredInFuture extends StockRefusal {
        public OccurredInFuture(Instant occurredAt, Instant now) {
            super(
                    Kind.CONFLICT,
                    "occurred-in-future",
                    "The movement is dated in the future; nothing was changed.",
                    Map.of("occurredAt", occurredAt, "now", now));
        }
    }

    /** The count is dated in the future. */
    public static final class CountInFuture extends StockRefusal {
        public CountInFuture(Instant countedAt, Instant now) {
            super(
                    Kind.CONFLICT,
                    "count-in-future",
                    "The count is dated in the future; nothing was changed.",
                    Map.of("countedAt", countedAt, "now", now));
        }
    }

    /** The count is older than the movements that are kept, or than those that are kept individually. */
    public static final class CountTooOld extends StockRefusal {
        public CountTooOld(Instant countedAt, Instant oldest) {
            super(
                    Kind.CONFLICT,
                    "count-too-old",
                    "The movements since the count are no longer kept individually; nothing was changed.",
                    Map.of("countedAt", countedAt, "oldest", oldest));
        }
    }

    /** The location has a later count. */
    public static final class CountSuperseded extends StockRefusal {
        public CountSuperseded(Instant countedAt, Instant newest) {
            super(
                    Kind.CONFLICT,
                    "count-superseded",
                    "The location has a later count; nothing was changed.",
                    Map.of("countedAt", countedAt, "newest", newest));
        }
    }

    /** The count is less than the units that have left since. */
    public static final class CountContradicted extends StockRefusal {
        public CountContradicted(long counted, long leftSince) {
            super(
                    Kind.CONFLICT,
                    "count-contradicted",
                    "More units have left since the count than were counted; nothing was changed.",
                    Map.of("counted", counted, "leftSince", leftSince));
        }
    }

    /** The transfer does not exist, or was received too long ago. */
    public static final class TransferNotFound extends StockRefusal {
        public TransferNotFound(TransferId transfer) {
            super(Kind.UNKNOWN, "transfer-not-found", "There is no such transfer.", Map.of("id", transfer));
        }
    }

    /** The transfer was received before: nothing of it is in transit. */
    public static final class TransferAlreadyReceived extends StockRefusal {
        public TransferAlreadyReceived(TransferId transfer, long received, long lost) {
            super(
                    Kind.CONFLICT,
                    "transfer-already-received",
                    "Nothing of the transfer is in transit any more; nothing was changed.",
                    Map.of("id", transfer, "received", received, "lost", lost));
        }
    }

    /** The delivery does not exist, or was closed too long ago. */
    public static final class IncomingNotFound extends StockRefusal {
        public IncomingNotFound(IncomingId incoming) {
            super(Kind.UNKNOWN, "incoming-not-found", "There is no such delivery.", Map.of("id", incoming));
        }
    }

    /** The id derived from the idempotency key belongs to another request. */
    public static final class IdOfAnotherRequest extends StockRefusal {
        public IdOfAnotherRequest() {
            super(
                    Kind.REUSED,
                    "idempotency-key-reused",
                    "The idempotency key was used for another request; nothing was changed.",
                    Map.of());
        }
    }

    /** The record of booked returns no longer covers this return; the sender must search the stream. */
    public static final class ReturnNotInRecord extends StockRefusal {
        public ReturnNotInRecord(ReservationId reservation, int number) {
            super(
                    Kind.BUSY,
                    "return-in-progress",
                    "Another request is booking the return; retry shortly.",
                    Map.of("id", reservation, "number", number));
        }
    }
}
