package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An error between shelves and events.
 *
 * @param evidence what the right cause must name: an id, a reference, or the other SKU; null for the kind alone
 */
record PlantedError(
        Kind kind, String sku, String location, @Nullable String evidence) {

    /** The kinds of causes, as answers have them. */
    enum Kind {
        LATE_RECEIPT("lateReceipt"),
        UNRECEIVED_TRANSFER("unreceivedTransfer"),
        DOUBLE_RECEIPT("doubleReceipt"),
        SWAPPED_SKU("swappedSku"),
        MISSED_SHIPMENT("missedShipment");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Whether a cause is this error: of its kind, and with its evidence in the explanation or a correction. */
    boolean isNamedBy(JsonNode cause) {
        return cause.path("cause").asText().equals(kind.text)
                && (evidence == null
                        || cause.path("otherSku").asText().equals(evidence)
                        || (cause.path("corrections")
                                        + cause.path("explanation").asText())
                                .contains(evidence));
    }
}
