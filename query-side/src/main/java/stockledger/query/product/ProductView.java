package stockledger.query.product;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockPolicy;
import stockledger.query.projection.ProjectedEvent;

/**
 * The data of a product page.
 *
 * @param entry its catalog data; null before it is registered
 * @param levels one per location with any stock event or a policy of its own, by location id
 * @param policy its safety stock, reorder points and backorder limits
 * @param asOf time of the newest event
 */
record ProductView(
        String sku,
        @Nullable CatalogEntry entry,
        List<Level> levels,
        StockPolicy policy,
        @Nullable Instant asOf) {

    /** A list of pairs is stored, since attribute names must not become field names. */
    record Attribute(String name, String value) {}

    record CatalogEntry(
            String name,
            @Nullable String description,
            @Nullable String brand,
            @Nullable String category,
            List<Attribute> attributes,
            Money price,
            List<String> images,
            boolean discontinued) {

        CatalogEntry withName(String next) {
            return new CatalogEntry(next, description, brand, category, attributes, price, images, discontinued);
        }

        CatalogEntry withDescription(@Nullable String next) {
            return new CatalogEntry(name, next, brand, category, attributes, price, images, discontinued);
        }

        CatalogEntry withBrand(@Nullable String next) {
            return new CatalogEntry(name, description, next, category, attributes, price, images, discontinued);
        }

        CatalogEntry withCategory(@Nullable String next) {
            return new CatalogEntry(name, description, brand, next, attributes, price, images, discontinued);
        }

        CatalogEntry withAttributes(List<Attribute> next) {
            return new CatalogEntry(name, description, brand, category, next, price, images, discontinued);
        }

        CatalogEntry withPrice(Money next) {
            return new CatalogEntry(name, description, brand, category, attributes, next, images, discontinued);
        }

        CatalogEntry withImages(List<String> next) {
            return new CatalogEntry(name, description, brand, category, attributes, price, next, discontinued);
        }

        CatalogEntry withDiscontinued(boolean next) {
            return new CatalogEntry(name, description, brand, category, attributes, price, images, next);
        }
    }

    static ProductView empty(String sku) {
        return new ProductView(sku, null, List.of(), StockPolicy.NONE, null);
    }

    ProductView on(ProjectedEvent event) {
        Instant latest = asOf == null || event.at().isAfter(asOf) ? event.at() : asOf;
        if (event.payload() instanceof StockEvent stock) {
            StockPolicy newPolicy = stock instanceof StockPolicySet set ? policy.after(set) : policy;
            return new ProductView(sku, entry, Levels.after(levels, stock), newPolicy, latest);
        }
        if (event.payload() instanceof ProductEvent product) {
            return new ProductView(sku, onCatalog(product), levels, policy, latest);
        }
        throw new IllegalStateException("unknown event " + event.payload().getClass());
    }

    private CatalogEntry onCatalog(ProductEvent event) {
        if (event instanceof ProductRegistered registered) {
            return new CatalogEntry(
                    registered.name(),
                    registered.description(),
                    registered.brand(),
                    registered.category(),
                    pairs(registered.attributes()),
                    registered.price(),
                    registered.images(),
                    false);
        }
        CatalogEntry before = entry;
        if (before == null) {
            throw new IllegalStateException(sku + " changed before it was registered");
        }
        if (event instanceof ProductRenamed renamed) {
            return before.withName(renamed.name());
        } else if (event instanceof ProductDescribed described) {
            return before.withDescription(described.description());
        } else if (event instanceof ProductRebranded rebranded) {
            return before.withBrand(rebranded.brand());
        } else if (event instanceof ProductRecategorized recategorized) {
            return before.withCategory(recategorized.category());
        } else if (event instanceof ProductAttributesReplaced replaced) {
            return before.withAttributes(pairs(replaced.attributes()));
        } else if (event instanceof ProductImagesReplaced replaced) {
            return before.withImages(replaced.images());
        } else if (event instanceof ProductRepriced repriced) {
            return before.withPrice(repriced.price());
        } else if (event instanceof ProductDiscontinued) {
            return before.withDiscontinued(true);
        } else if (event instanceof ProductReactivated) {
            return before.withDiscontinued(false);
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    private static List<Attribute> pairs(Map<String, String> attributes) {
        List<Attribute> list = new ArrayList<>(attributes.size());
        attributes.forEach((name, value) -> list.add(new Attribute(name, value)));
        return list;
    }
}
