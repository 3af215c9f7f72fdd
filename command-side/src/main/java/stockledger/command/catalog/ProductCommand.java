package stockledger.command.catalog;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Sku;

/** The commands of a product in the catalog. */
public sealed interface ProductCommand {

    /** The product that decides the command. */
    Sku sku();

    /** The stream of the aggregate that decides the command. */
    @TargetAggregateIdentifier
    default String stream() {
        return sku().productStream();
    }

    /**
     * Registers a product in the catalog.
     *
     * @param category a path with slashes, the widest category first
     */
    @JsonTypeName("catalog.RegisterProduct")
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

    /** The new value of a member; null removes it. */
    record Change<T>(@Nullable T to) {}

    /**
     * The members of a price that a merge patch names; a null one keeps its value.
     *
     * @param amount as in {@link Money}
     * @param currency as in {@link Money}
     */
    record PriceChange(@Nullable String amount, @Nullable String currency) {

        private static final Money ANY = Money.of("0", "EUR");

        public PriceChange {
            merged(amount, currency, ANY);
        }

        /** The price after the change. */
        Money of(Money now) {
            return merged(amount, currency, now);
        }

        private static Money merged(@Nullable String amount, @Nullable String currency, Money now) {
            return Money.of(
                    amount == null ? now.amount().toPlainString() : amount,
                    currency == null ? now.currency() : currency);
        }
    }

    /**
     * Changes members of a product like a JSON merge patch. A null component keeps the member.
     *
     * @param attributes merged into the existing ones; a null value removes one, a null map all
     */
    @JsonTypeName("catalog.DescribeProduct")
    record DescribeProduct(
            Sku sku,
            @Nullable String name,
            @Nullable Change<String> description,
            @Nullable Change<String> brand,
            @Nullable Change<String> category,
            @Nullable Change<Map<String, @Nullable String>> attributes,
            @Nullable PriceChange price,
            @Nullable Change<List<String>> images)
            implements ProductCommand {}

    /** Sets the price. Appends nothing when it is unchanged. */
    @JsonTypeName("catalog.RepriceProduct")
    record RepriceProduct(Sku sku, Money price) implements ProductCommand {}

    /** Takes the product off sale. Appends nothing when it is off sale. */
    @JsonTypeName("catalog.DiscontinueProduct")
    record DiscontinueProduct(Sku sku) implements ProductCommand {}

    /** Puts the product on sale again. Appends nothing when it is on sale. */
    @JsonTypeName("catalog.ReactivateProduct")
    record ReactivateProduct(Sku sku) implements ProductCommand {}

    /** Answers whether the product is discontinued. */
    record LookUpProduct(Sku sku) implements ProductCommand {}
}
