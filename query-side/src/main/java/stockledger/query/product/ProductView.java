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
 * All that a product's page shows.
 *
 * @param entry what the catalog says; null when the product is not in it
 * @param levels one per location that holds, held or expects units, or has a policy, in the order of their ids
 * @param policy what the shop wants of the stock
 * @param asOf when the newest event folded in happened
 */
record ProductView(
        String sku,
        @Nullable Entry entry,
        List<Level> levels,
        StockPolicy policy,
        @Nullable Instant asOf) {

    /** One attribute; a list of them, since what shops call their attributes may not name members. */
    record Attribute(String name, String value) {}

    /** What the catalog says. */
    record Entry(
            String name,
            @Nullable String description,
            @Nullable String brand,
            @Nullable String category,
            List<Attribute> attributes,
            Money price,
            List<String> images,
            boolean discontinued) {

        Entry named(String next) {
            return new Entry(next, description, brand, category, attributes, price, images, discontinued);
        }

        Entry described(@Nullable String next) {
            return new Entry(name, next, brand, category, attributes, price, images, discontinued);
        }

        Entry branded(@Nullable String next) {
            return new Entry(name, description, next, category, attributes, price, images, discontinued);
        }

        Entry categorized(@Nullable String next) {
            return new Entry(name, description, brand, next, attributes, price, images, discontinued);
        }

        Entry with(List<Attribute> next) {
            return new Entry(name, description, brand, category, next, price, images, discontinued);
        }

        Entry priced(Money next) {
            return new Entry(name, description, brand, category, attributes, next, images, discontinued);
        }

        Entry pictured(List<String> next) {
            return new Entry(name, description, brand, category, attributes, price, next, discontinued);
        }

        Entry discontinued(boolean next) {
            return new Entry(name, description, brand, category, attributes, price, images, next);
        }
    }

    static ProductView blank(String sku) {
        return new ProductView(sku, null, List.of(), StockPolicy.NONE, null);
    }

    ProductView on(ProjectedEvent happened) {
        Instant latest = asOf == null || happened.at().isAfter(asOf) ? happened.at() : asOf;
        if (happened.event() instanceof StockEvent stock) {
            StockPolicy wanted = stock instanceof StockPolicySet set ? policy.after(set) : policy;
            return new ProductView(sku, entry, Levels.after(levels, stock), wanted, latest);
        }
        return new ProductView(sku, onCatalog((ProductEvent) happened.event()), levels, policy, latest);
    }

    private Entry onCatalog(ProductEvent event) {
        if (event instanceof ProductRegistered registered) {
            return new Entry(
                    registered.name(),
                    registered.description(),
                    registered.brand(),
                    registered.category(),
                    listed(registered.attributes()),
                    registered.price(),
                    registered.images(),
                    false);
        }
        Entry before = entry;
        if (before == null) {
            throw new IllegalStateException(sku + " changed before it was registered");
        }
        if (event instanceof ProductRenamed renamed) {
            return before.named(renamed.name());
        } else if (event instanceof ProductDescribed described) {
            return before.described(described.description());
        } else if (event instanceof ProductRebranded rebranded) {
            return before.branded(rebranded.brand());
        } else if (event instanceof ProductRecategorized recategorized) {
            return before.categorized(recategorized.category());
        } else if (event instanceof ProductAttributesReplaced replaced) {
            return before.with(listed(replaced.attributes()));
        } else if (event instanceof ProductImagesReplaced replaced) {
            return before.pictured(replaced.images());
        } else if (event instanceof ProductRepriced repriced) {
            return before.priced(repriced.price());
        } else if (event instanceof ProductDiscontinued) {
            return before.discontinued(true);
        } else if (event instanceof ProductReactivated) {
            return before.discontinued(false);
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    private static List<Attribute> listed(Map<String, String> attributes) {
        List<Attribute> list = new ArrayList<>(attributes.size());
        attributes.forEach((name, value) -> list.add(new Attribute(name, value)));
        return list;
    }
}
