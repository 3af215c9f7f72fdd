package stockledger.command.catalog;

import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;

/** What may be asked of a product in the catalog. */
public sealed interface ProductCommand {

    /** The product that decides. */
    Sku sku();

    /** The stream that the command is decided on. */
    @TargetAggregateIdentifier
    default String stream() {
        return sku().productStream();
    }

    /**
     * Puts a product into the catalog.
     *
     * @param category path with slashes, from the widest to the narrowest
     */
    record RegisterProduct(
            Sku sku,
            String name,
            @Nullable String description,
            @Nullable String brand,
            @Nullable String category,
            Map<String, String> attributes,
            Money price,
            List<String> images)
            implements ProductCommand {}

    /** A member's new value; null takes the member away. */
    record Change<T>(@Nullable T to) {}

    /**
     * Changes some of what the catalog says, as a JSON merge patch does: what is null here stays.
     *
     * @param attributes merged into those there are; a null value takes one away; a null change all
     */
    record DescribeProduct(
            Sku sku,
            @Nullable String name,
            @Nullable Change<String> description,
            @Nullable Change<String> brand,
            @Nullable Change<String> category,
            @Nullable Change<Map<String, @Nullable String>> attributes,
            @Nullable Money price,
            @Nullable Change<List<String>> images)
            implements ProductCommand {}

    /** Sets the price; nothing when it is that already. */
    record RepriceProduct(Sku sku, Money price) implements ProductCommand {}

    /** Takes the product out of sale; nothing when it is out already. */
    record DiscontinueProduct(Sku sku) implements ProductCommand {}

    /** Puts the product on sale again; nothing when it is. */
    record ReactivateProduct(Sku sku) implements ProductCommand {}
}
