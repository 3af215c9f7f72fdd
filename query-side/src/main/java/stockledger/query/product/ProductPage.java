package stockledger.query.product;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.query.cache.Ready;
import stockledger.query.projection.Stored;
import stockledger.query.projection.StoredJson;

/** The page of one product, in the members and order that callers see. */
record ProductPage(
        String sku,
        String name,
        @Nullable String description,
        @Nullable String brand,
        @Nullable String category,
        Map<String, String> attributes,
        Money price,
        List<String> images,
        @Nullable Boolean discontinued,
        Availability availability,
        List<LevelAnswer> levels,
        String version,
        @Nullable Instant asOf) {

    record Availability(String status, long available, long onHand, long held, long allocated, long unavailable) {}

    record LevelAnswer(
            String locationId,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long safetyStock,
            long available) {}

    /** The page ready to send; null when the product is not in the catalog. */
    static @Nullable Ready ready(Stored<ProductView> stored) {
        ProductView view = stored.view();
        ProductView.Entry entry = view.entry();
        if (entry == null) {
            return null;
        }
        Sku sku = new Sku(stored.key());
        long product = stored.versionOf(sku.productStream());
        long stock = stored.versionOf(sku.stockStream());
        ProductPage page = new ProductPage(
                view.sku(),
                entry.name(),
                entry.description(),
                entry.brand(),
                entry.category(),
                attributes(entry.attributes()),
                entry.price(),
                entry.images(),
                entry.discontinued() ? true : null,
                availability(view.levels(), entry.discontinued()),
                view.levels().stream().map(ProductPage::level).toList(),
                stock < 0 ? String.valueOf(product) : product + "." + stock,
                view.asOf());
        return new Ready(stored.revision(), product, stock, StoredJson.mapper().writeValueAsBytes(page));
    }

    /** The entity tag of a page: the product's version and, once there is any, the stock's. */
    static String tag(Ready page) {
        return page.stockVersion() < 0
                ? "\"p" + page.productVersion() + "\""
                : "\"p" + page.productVersion() + ".s" + page.stockVersion() + "\"";
    }

    private static Map<String, String> attributes(List<ProductView.Attribute> list) {
        Map<String, String> attributes = new LinkedHashMap<>();
        list.forEach(attribute -> attributes.put(attribute.name(), attribute.value()));
        return attributes;
    }

    private static Availability availability(List<Level> levels, boolean discontinued) {
        long available = Math.max(0, levels.stream().mapToLong(Level::available).sum());
        String status = discontinued ? "discontinued" : available > 0 ? "inStock" : "outOfStock";
        return new Availability(
                status,
                available,
                levels.stream().mapToLong(Level::onHand).sum(),
                levels.stream().mapToLong(Level::held).sum(),
                levels.stream().mapToLong(Level::allocated).sum(),
                levels.stream().mapToLong(Level::unavailable).sum());
    }

    private static LevelAnswer level(Level level) {
        return new LevelAnswer(
                level.locationId(),
                level.onHand(),
                level.held(),
                level.allocated(),
                level.unavailable(),
                0,
                Math.max(0, level.available()));
    }
}
