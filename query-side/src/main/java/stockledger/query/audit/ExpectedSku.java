package stockledger.query.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.stock.StockEvent;

/**
 * What the events of one SKU say, folded by the audit up to a version of each stream. It is extended by later events, so that
 * a long stream is read once.
 */
final class ExpectedSku {

    private final Sku sku;
    private final ExpectedCatalog catalog = new ExpectedCatalog();
    private final ExpectedStock stock = new ExpectedStock();
    private long productVersion = -1;
    private long stockVersion = -1;
    private @Nullable Instant asOf;

    ExpectedSku(Sku sku) {
        this.sku = sku;
    }

    /** Adds the next event of one of the two streams. */
    void add(Object payload, Instant at, String actor) {
        if (payload instanceof ProductEvent event) {
            catalog.add(event, at);
            productVersion++;
        } else if (payload instanceof StockEvent event) {
            stock.add(event, at, actor);
            stockVersion++;
        } else {
            throw new IllegalArgumentException(payload.getClass() + " is no event of a SKU");
        }
        asOf = asOf == null || at.isAfter(asOf) ? at : asOf;
    }

    /** Passes the next event of a stream, which an operator has discarded. */
    void skip(String stream) {
        if (stream.equals(sku.productStream())) {
            productVersion++;
        } else {
            stockVersion++;
        }
    }

    Sku sku() {
        return sku;
    }

    ExpectedCatalog catalog() {
        return catalog;
    }

    ExpectedStock stock() {
        return stock;
    }

    /** Sequence number of the last event that was added; -1 for none. */
    long versionOf(String stream) {
        return stream.equals(sku.productStream()) ? productVersion : stockVersion;
    }

    /** When the newest event of either stream happened; null before the first. */
    @Nullable
    Instant asOf() {
        return asOf;
    }

    /** Units that can still be reserved; negative when oversold. */
    long available() {
        long ofLocations =
                stock.locations().stream().mapToLong(stock::available).sum();
        return ofLocations - stock.policy(null).safetyStock();
    }

    /** The status by its name in answers. */
    String status() {
        if (catalog.isDiscontinued()) {
            return "discontinued";
        }
        long available = available();
        if (available <= 0) {
            return available + backorderLimit() > 0 ? "backorder" : "outOfStock";
        }
        return isAtOrBelow(available, stock.policy(null)) ? "lowStock" : "inStock";
    }

    /** The limit of the SKU; without one, what its locations allow together. */
    private long backorderLimit() {
        Long own = stock.policy(null).backorderLimit();
        return own != null
                ? own
                : stock.policies().stream()
                        .mapToLong(policy -> policy.backorderLimit() == null ? 0 : policy.backorderLimit())
                        .sum();
    }

    boolean isSold() {
        return catalog.isRegistered() && !catalog.isDiscontinued();
    }

    boolean isInStock() {
        return isSold() && available() > 0;
    }

    /** Whether it is sold, and the SKU or one of its locations is at or below the reorder point. */
    boolean isLow() {
        List<String> locations = stock.locations();
        return isSold()
                && (isAtOrBelow(available(), stock.policy(null))
                        || locations.stream()
                                .anyMatch(location -> isAtOrBelow(stock.available(location), stock.policy(location))));
    }

    private static boolean isAtOrBelow(long available, ExpectedStock.Policy policy) {
        return policy.reorderPoint() != null && available <= policy.reorderPoint();
    }
}
