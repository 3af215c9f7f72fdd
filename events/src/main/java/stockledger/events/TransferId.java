package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifier of units in transit between two locations. It contains the SKU, so that a command with this id alone finds
 * its stock aggregate; opaque to callers.
 *
 * @param value the SKU, a dot, and up to 32 hexadecimal digits
 */
public record TransferId(@JsonValue String value) implements Comparable<TransferId> {

    private static final Pattern FORMAT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}(\\.[0-9a-f]{1,32})?");

    @JsonCreator
    public TransferId {
        if (value == null || !FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("a transfer id is the id that sending the transfer returned");
        }
    }

    /** The id of a transfer of a SKU, made unique by a random UUID. */
    public static TransferId of(Sku sku, UUID random) {
        return new TransferId(sku + "." + random.toString().replace("-", ""));
    }

    /** The SKU of the units; null when the id contains none, so that no such transfer exists. */
    public @Nullable Sku sku() {
        String sku = value.substring(0, Math.max(0, value.lastIndexOf('.')));
        return Identifiers.isValid(sku) ? new Sku(sku) : null;
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
