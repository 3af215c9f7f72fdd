package stockledger.command.catalog;

import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.Sku;

/** The refusals of product commands. */
public abstract sealed class ProductRefusal extends Refusal {

    private ProductRefusal(Kind kind, String code, String detail, Map<String, Object> properties) {
        super(kind, code, detail, properties);
    }

    /** A product with this SKU exists. */
    public static final class ProductExists extends ProductRefusal {
        public ProductExists(Sku sku) {
            super(Kind.CONFLICT, "product-exists", "A product with this SKU already exists.", Map.of("sku", sku));
        }
    }

    /** The product is not in the catalog. */
    public static final class ProductNotFound extends ProductRefusal {
        public ProductNotFound(Sku sku) {
            super(Kind.UNKNOWN, "product-not-found", "There is no such product.", Map.of("sku", sku));
        }
    }

    /** A changed amount or currency makes a price that cannot be paid. */
    public static final class PriceNotPayable extends ProductRefusal {
        public PriceNotPayable(Sku sku, String amount, String currency) {
            super(
                    Kind.CONFLICT,
                    "price-not-payable",
                    "The changed price has more decimals than its currency.",
                    Map.of("sku", sku, "amount", amount, "currency", currency));
        }
    }

    /** The product would have too many attributes. */
    public static final class TooManyAttributes extends ProductRefusal {
        public TooManyAttributes(Sku sku, int most) {
            super(
                    Kind.CONFLICT,
                    "too-many-attributes",
                    "A product has at most " + most + " attributes.",
                    Map.of("sku", sku, "most", most));
        }
    }
}
