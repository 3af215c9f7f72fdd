package stockledger.command.webhook;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.NormalizedText;
import stockledger.events.LocationId;
import stockledger.events.webhook.DeliveredTypes;
import stockledger.web.webhook.WebhookAddresses;

/** Where events are delivered to, and which. */
record WebhookBody(
        @Schema(description = "An https URL of a public host.")
        @NotNull
        @Size(min = 1, max = WebhookBody.MAX_URL_LENGTH)
        String url,

        @Schema(
                description =
                        "Stored names of the events, such as stock.StockReceived, or families of them such as stock.*;"
                                + " all without it.")
        @Nullable
        @Size(max = WebhookBody.MAX_TYPES)
        List<@NotNull @Size(max = 100) String> types,

        @Schema(description = "Beginning of the SKUs; all without it.")
        @Nullable
        @Pattern(regexp = WebhookBody.SKU_PREFIX, message = WebhookBody.SKU_PREFIX_RULE)
        String skuPrefix,

        @Schema(description = "Events of this location, and events of no single one; all without it.") @Nullable
        LocationId locationId,

        @Schema(description = "What it is for.") @Nullable @NormalizedText @Size(min = 1, max = 200)
        String description) {

    static final int MAX_URL_LENGTH = 2_000;
    static final int MAX_TYPES = 50;
    static final String SKU_PREFIX = "[A-Za-z0-9._-]{1,64}";
    static final String SKU_PREFIX_RULE = "must be the beginning of a SKU";
    static final String INVALID_URL = "invalid-webhook-url";
    static final String UNKNOWN_TYPE = "unknown-event-type";

    WebhookTarget target(WebhookAddresses addresses) {
        check(addresses, url, types);
        return new WebhookTarget(url, types == null ? List.of() : types, skuPrefix, locationId, description);
    }

    /** Refuses an address that is not delivered to, and types that no event has. */
    static void check(WebhookAddresses addresses, @Nullable String url, @Nullable List<String> types) {
        String problem = url == null ? null : addresses.problem(url);
        if (problem != null) {
            throw new InvalidBody("url", INVALID_URL, problem);
        }
        if (types != null) {
            for (int i = 0; i < types.size(); i++) {
                if (!DeliveredTypes.isKnown(types.get(i))) {
                    throw new InvalidBody(
                            "types[" + i + "]", UNKNOWN_TYPE, "No event that is delivered has a name like this.");
                }
            }
        }
    }
}
