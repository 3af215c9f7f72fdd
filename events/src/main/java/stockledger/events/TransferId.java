package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identity of units on their way from one location to another. It carries their SKU, so that the stock which decides is
 * found from it alone; to callers it is opaque.
 *
 * @param value the SKU, a dot, and up to 32 hexadecimal digits
 */
public record TransferId(@JsonValue String value) implements Comparable<TransferId> {

    private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}(\\.[0-9a-f]{1,32})?");

    @JsonCreator
    public TransferId {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a transfer id is what sending the units was answered with");
        }
    }

    /** The id that a drawn number gives a transfer of a SKU. */
    public static TransferId of(Sku sku, UUID drawn) {
        return new TransferId(sku + "." + drawn.toString().replace("-", ""));
    }

    /** The SKU whose units they are; null when the id says none, so that no transfer has it. */
    public @Nullable Sku sku() {
        String sku = value.substring(0, Math.max(0, value.lastIndexOf('.')));
        return Identifiers.isOne(sku) ? new Sku(sku) : null;
    }

    @Override
    public int compareTo(TransferId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
