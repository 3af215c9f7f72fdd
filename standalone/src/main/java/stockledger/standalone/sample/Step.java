package stockledger.standalone.sample;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One command.
 *
 * @param movement set when the command must not be sent twice: the movement that shows it was
 */
record Step(String path, Map<String, ?> body, @Nullable Movement movement) {

    /** A movement in the ledger of a SKU, known by the reference that no other one has. */
    record Movement(String sku, String reference) {}

    /** A command that answers the same, and does nothing more, when it is sent again. */
    static Step repeatable(String path, Map<String, ?> body) {
        return new Step(path, body, null);
    }
}
