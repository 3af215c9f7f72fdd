package stockledger.events.catalog;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;

/** Events of a product in the catalog, in the stream {@link Sku#productStream()}. */
public sealed interface ProductEvent {

    Sku sku();

    /**
     * A product was added to the catalog.
     *
     * @param category path from the broadest to the narrowest, such as {@code Kitchen/Mugs}
     * @param attributes name to value, as shown to shoppers
     * @param images URLs, the first is the main image
     */
    @JsonTypeName("catalog.ProductRegistered")
    @Revision("1")
    record ProductRegistered(
            Sku sku,
            String name,
            @Nullable String description,
            @Nullable String brand,
            @Nullable String category,
            Map<String, String> attributes,
            Money price,
            List<String> images)
            implements ProductEvent {}

    /** The name was changed. */
    @JsonTypeName("catalog.ProductRenamed")
    @Revision("1")
    record ProductRenamed(Sku sku, String name) implements ProductEvent {}

    /** The description was changed, or removed when null. */
    @JsonTypeName("catalog.ProductDescribed")
    @Revision("1")
    record ProductDescribed(Sku sku, @Nullable String description) implements ProductEvent {}

    /** The brand was changed, or removed when null. */
    @JsonTypeName("catalog.ProductRebranded")
    @Revision("1")
    record ProductRebranded(Sku sku, @Nullable String brand) implements ProductEvent {}

    /** The category was changed, or removed when null. */
    @JsonTypeName("catalog.ProductRecategorized")
    @Revision("1")
    record ProductRecategorized(Sku sku, @Nullable String category) implements ProductEvent {}

    /** All attributes were replaced. */
    @JsonTypeName("catalog.ProductAttributesReplaced")
    @Revision("1")
    record ProductAttributesReplaced(Sku sku, Map<String, String> attributes) implements ProductEvent {}

    /** All images were replaced. */
    @JsonTypeName("catalog.ProductImagesReplaced")
    @Revision("1")
    record ProductImagesReplaced(Sku sku, List<String> images) implements ProductEvent {}

    /** The price was changed. */
    @JsonTypeName("catalog.ProductRepriced")
    @Revision("1")
    record ProductRepriced(Sku sku, Money price) implements ProductEvent {}

    /** The product is no longer sold; its stock can still be counted and adjusted. */
    @JsonTypeName("catalog.ProductDiscontinued")
    @Revision("1")
    record ProductDiscontinued(Sku sku) implements ProductEvent {}

    /** A discontinued product is sold again. */
    @JsonTypeName("catalog.ProductReactivated")
    @Revision("1")
    record ProductReactivated(Sku sku) implements ProductEvent {}
}
