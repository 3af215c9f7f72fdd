package stockledger.query.sku;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Text;
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

/**
 * The catalog's description of one product. Name, brand and category have one spelling each, as {@link Text} says.
 *
 * @param changedAt when the newest catalog event happened
 */
public record CatalogEntry(
        String name,
        @Nullable String description,
        @Nullable String brand,
        @Nullable String category,
        List<Attribute> attributes,
        Money price,
        List<String> images,
        boolean discontinued,
        Instant changedAt) {

    /** One attribute. A list holds them, since an attribute's name may not be a valid member name in MongoDB. */
    public record Attribute(String name, String value) {}

    static CatalogEntry after(@Nullable CatalogEntry before, ProductEvent event, Instant at) {
        if (event instanceof ProductRegistered registered) {
            return new CatalogEntry(
                    name(registered.name()),
                    registered.description(),
                    brand(registered.brand()),
                    category(registered.category()),
                    listed(registered.attributes()),
                    registered.price(),
                    registered.images(),
                    false,
                    at);
        }
        if (before == null) {
            throw new IllegalStateException(event.sku() + " changed before it was registered");
        }
        return before.after(event, at);
    }

    private CatalogEntry after(ProductEvent event, Instant at) {
        if (event instanceof ProductRenamed is) {
            return new CatalogEntry(
                    name(is.name()), description, brand, category, attributes, price, images, discontinued, at);
        } else if (event instanceof ProductDescribed is) {
            return new CatalogEntry(
                    name, is.description(), brand, category, attributes, price, images, discontinued, at);
        } else if (event instanceof ProductRebranded is) {
            return new CatalogEntry(
                    name, description, brand(is.brand()), category, attributes, price, images, discontinued, at);
        } else if (event instanceof ProductRecategorized is) {
            return new CatalogEntry(
                    name, description, brand, category(is.category()), attributes, price, images, discontinued, at);
        } else if (event instanceof ProductAttributesReplaced is) {
            return new CatalogEntry(
                    name, description, brand, category, listed(is.attributes()), price, images, discontinued, at);
        } else if (event instanceof ProductImagesReplaced is) {
            return new CatalogEntry(
                    name, description, brand, category, attributes, price, is.images(), discontinued, at);
        } else if (event instanceof ProductRepriced is) {
            return new CatalogEntry(
                    name, description, brand, category, attributes, is.price(), images, discontinued, at);
        } else if (event instanceof ProductDiscontinued) {
            return new CatalogEntry(name, description, brand, category, attributes, price, images, true, at);
        } else if (event instanceof ProductReactivated) {
            return new CatalogEntry(name, description, brand, category, attributes, price, images, false, at);
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    /** Commands normalize texts; events of earlier versions may contain any spelling. */
    private static String name(String stored) {
        String name = Text.normalized(stored);
        return name.isEmpty() ? stored : name;
    }

    /** The name of a brand as lists know it; null when nothing of it can be seen. */
    public static @Nullable String brand(@Nullable String stored) {
        String brand = stored == null ? "" : Text.label(stored);
        return brand.isEmpty() ? null : brand;
    }

    /** The path of a category as lists know it, without blank segments; null when it has no other. */
    public static @Nullable String category(@Nullable String stored) {
        if (stored == null) {
            return null;
        }
        String category = Arrays.stream(Text.path(stored).split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .collect(Collectors.joining("/"));
        return category.isEmpty() ? null : category;
    }

    private static List<Attribute> listed(Map<String, String> attributes) {
        List<Attribute> list = new ArrayList<>(attributes.size());
        attributes.forEach((name, value) -> list.add(new Attribute(name, value)));
        return list;
    }
}
