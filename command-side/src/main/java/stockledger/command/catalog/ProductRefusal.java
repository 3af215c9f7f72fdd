package stockledger.command.catalog;

import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.Sku;

/** Why a product does not do what was asked. */
public abstract sealed class ProductRefusal extends Refusal {

    private ProductRefusal(Kind kind, String code, String detail, Map<String, Object> facts) {
        super(kind, code, detail, facts);
    }

    /** The SKU is taken. */
    public static final class ProductExists extends ProductRefusal {
        public ProductExists(Sku sku) {
            super(Kind.CONFLICT, "product-exists", "There is a product with this SKU already.", Map.of("sku", sku));
        }
    }

    /** No such product is in the catalog. */
    public static final class ProductNotFound extends ProductRefusal {
        public ProductNotFound(Sku sku) {
            super(Kind.UNKNOWN, "product-not-found", "There is no such product.", Map.of("sku", sku));
        }
    }

    /** The attributes would be more than a product may have. */
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
