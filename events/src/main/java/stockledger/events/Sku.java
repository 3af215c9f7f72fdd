package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifier of a sellable product, chosen by the shop.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record Sku(@JsonValue String value) implements Comparable<Sku> {

    @JsonCreator
    public Sku {
        Identifiers.require("SKU", value);
    }

    /** The name of the product's event stream. */
    public String productStream() {
        return "product:" + value;
    }

    /** The name of the event stream of the SKU's stock at all locations. */
    public String stockStream() {
        return "stock:" + value;
    }

    @Override
    public int compareTo(Sku other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
