package stockledger.query.product;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.query.cache.CachedResponse;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.CatalogEntry;
import stockledger.query.sku.SkuState;
import stockledger.query.sku.StockLevel;
import stockledger.query.sku.StockState;

/** The product page as it is sent; the order of the members is part of the contract. */
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

        @Schema(description = "True when the SKU has more locations than these 200: the inventory pages through all.")
        @Nullable
        Boolean moreLevels,

        @Schema(
                description =
                        "Version of the product and, after the dot, of its stock. If-Match takes the ETag instead.")
        String version,

        @Nullable Instant asOf,

        @Schema(
                description =
                        "Only when an event of the SKU cannot be processed: the page is as before it, until that is mended.")
        @Nullable
        Degraded degraded) {

    /** @param since when the event was met */
    record Degraded(Instant since) {}

    /** Locations on a page: it is sent again at each change, and cached. */
    static final int MAX_LEVELS = 200;

    record Availability(
            String status,
            long available,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long safetyStock,
            long inTransit,
            long incoming) {}

    record LevelAnswer(
            String locationId,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long safetyStock,
            long available,
            long inTransit,
            long incoming) {}

    /** The rendered page; null when the product is not in the catalog. */
    static @Nullable CachedResponse render(VersionedDocument<SkuState> stored) {
        SkuState state = stored.view();
        CatalogEntry entry = state.catalog();
        if (entry == null) {
            return null;
        }
        Sku sku = new Sku(stored.key());
        List<StockLevel> levels = state.stock().levels();
        long product = stored.versionOf(sku.productStream());
        long stock = stored.versionOf(sku.stockStream());
        Instant since = stored.degradedSince();
        ProductPage page = new ProductPage(
                state.sku(),
                entry.name(),
                entry.description(),
                entry.brand(),
                entry.category(),
                attributes(entry.attributes()),
                entry.price(),
                entry.images(),
                entry.discontinued() ? true : null,
                availability(state),
                levels.stream().limit(MAX_LEVELS).map(ProductPage::level).toList(),
                levels.size() > MAX_LEVELS ? true : null,
                stock < 0 ? String.valueOf(product) : product + "." + stock,
                state.asOf(),
                since == null ? null : new Degraded(since));
        return new CachedResponse(
                stored.revision(),
                product,
                stock,
                since != null,
                StoredJson.mapper().writeValueAsBytes(page));
    }

    /** The version of the product and, if it has any stock events, of the stock; {@code d1} follows for a degraded page. */
    static String etag(CachedResponse page) {
        String stock = page.stockVersion() < 0 ? "" : ".s" + page.stockVersion();
        return "\"p" + page.productVersion() + stock + (page.isDegraded() ? ".d1\"" : "\"");
    }

    private static Map<String, String> attributes(List<CatalogEntry.Attribute> list) {
        Map<String, String> attributes = new LinkedHashMap<>();
        list.forEach(attribute -> attributes.put(attribute.name(), attribute.value()));
        return attributes;
    }

    private static Availability availability(SkuState state) {
        StockState stock = state.stock();
        return new Availability(
                state.status().jsonName(),
                state.sellable(),
                stock.sum(StockLevel::onHand),
                stock.sum(StockLevel::held),
                stock.sum(StockLevel::allocated),
                stock.sum(StockLevel::unavailable),
                stock.policy().safetyStock(),
                stock.sum(StockLevel::inTransit),
                stock.sum(StockLevel::incoming));
    }

    private static LevelAnswer level(StockLevel level) {
        return new LevelAnswer(
                level.locationId(),
                level.onHand(),
                level.held(),
                level.allocated(),
                level.unavailable(),
                level.safetyStock(),
                Math.max(0, level.available()),
                level.inTransit(),
                level.incoming());
    }
}
