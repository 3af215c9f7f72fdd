package stockledger.events.bulk;

import org.jspecify.annotations.Nullable;

/**
 * A command that is executed later.
 *
 * @param type its stored name, such as {@code stock.ReceiveStock}
 * @param json its members
 * @param expectedVersion of its stream; null for any
 */
public record StoredCommand(
        String type, String json, @Nullable Long expectedVersion) {}
