package stockledger.query.count;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A likely cause of a difference.
 *
 * @param otherSku the SKU that was confused with the counted one; null for other causes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Cause(
        Kind cause,

        @Schema(description = "Signed: by so many units of it the count differs from what is expected.")
        long units,

        @Schema(description = "From 0 to 1. It ranks causes and is not a probability.")
        double score,

        String explanation,
        @Nullable String otherSku,

        @Schema(description = "The events that are evidence of it.")
        List<EventRef> events,

        @Schema(description = "Requests that correct it, in this order.")
        List<Correction> corrections) {

    /** The kinds of causes. */
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

        @JsonValue
        String text() {
            return text;
        }
    }

    /** A request to this service. */
    record Correction(String method, String path, Map<String, Object> body) {}

    Cause scored(double other) {
        return new Cause(
                cause, units, Math.round(Math.min(1, other) * 100) / 100.0, explanation, otherSku, events, corrections);
    }
}
