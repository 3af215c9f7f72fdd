package stockledger.events.catalog;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;

/** The life of a product in the catalog. Its stream is {@link Sku#productStream()}. */
public sealed interface ProductEvent {

    /** The product it happened to. */
    Sku sku();

    /**
     * A product was put into the catalog.
     *
     * @param category path with slashes from the widest to the narrowest, such as {@code Kitchen/Mugs}
     * @param attributes name to value, as the shop shows them
     * @param images addresses of pictures, the first is the main one
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

    /** The name that shoppers see was changed. */
    @JsonTypeName("catalog.ProductRenamed")
    @Revision("1")
    record ProductRenamed(Sku sku, String name) implements ProductEvent {}

    /** The description was rewritten, or taken away when null. */
    @JsonTypeName("catalog.ProductDescribed")
    @Revision("1")
    record ProductDescribed(Sku sku, @Nullable String description) implements ProductEvent {}

    /** The brand was changed, or taken away when null. */
    @JsonTypeName("catalog.ProductRebranded")
    @Revision("1")
    record ProductRebranded(Sku sku, @Nullable String brand) implements ProductEvent {}

    /** The product was moved to another category, or out of all when null. */
    @JsonTypeName("catalog.ProductRecategorized")
    @Revision("1")
    record ProductRecategorized(Sku sku, @Nullable String category) implements ProductEvent {}

    /** The attributes are now these, all of them. */
    @JsonTypeName("catalog.ProductAttributesReplaced")
    @Revision("1")
    record ProductAttributesReplaced(Sku sku, Map<String, String> attributes) implements ProductEvent {}

    /** The pictures are now these, all of them. */
    @JsonTypeName("catalog.ProductImagesReplaced")
    @Revision("1")
    record ProductImagesReplaced(Sku sku, List<String> images) implements ProductEvent {}

    /** The price was changed. */
    @JsonTypeName("catalog.ProductRepriced")
    @Revision("1")
    record ProductRepriced(Sku sku, Money price) implements ProductEvent {}

    /** The shop sells it no longer; what is in stock stays countable. */
    @JsonTypeName("catalog.ProductDiscontinued")
    @Revision("1")
    record ProductDiscontinued(Sku sku) implements ProductEvent {}

    /** A discontinued product is sold again. */
    @JsonTypeName("catalog.ProductReactivated")
    @Revision("1")
    record ProductReactivated(Sku sku) implements ProductEvent {}
}
