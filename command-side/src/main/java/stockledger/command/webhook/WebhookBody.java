package stockledger.command.webhook;

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
import tools.jackson.databind.JsonNode;

/**
 * Where events are delivered to, and which. A merge patch may leave out any member.
 *
 * @param url https URL of a public host
 * @param types names of docs/events.md such as {@code stock.StockReceived}, or families such as {@code stock.*}; all without it
 * @param skuPrefix beginning of the SKUs; all without it
 * @param locationId events that concern this location, or no single one; all without it
 * @param description what it is for
 */
record WebhookBody(
        @Nullable @Size(min = 1, max = WebhookBody.MAX_URL_LENGTH)
        String url,

        @Nullable @Size(max = WebhookBody.MAX_TYPES) List<@NotNull @Size(max = 100) String> types,

        @Nullable @Pattern(regexp = "[A-Za-z0-9._-]{1,64}", message = "must be the beginning of a SKU")
        String skuPrefix,

        @Nullable LocationId locationId,
        @Nullable @NormalizedText @Size(min = 1, max = 200) String description) {

    static final int MAX_URL_LENGTH = 2_000;
    static final int MAX_TYPES = 50;
    static final String INVALID_URL = "invalid-webhook-url";
    static final String UNKNOWN_TYPE = "unknown-event-type";

    /** The target of a registration. */
    WebhookTarget target(WebhookAddresses addresses) {
        if (url == null) {
            throw new InvalidBody("url", "validation-failed", "url must not be null.");
        }
        check(addresses);
        return new WebhookTarget(url, types == null ? List.of() : types, skuPrefix, locationId, description);
    }

    /** The target after a merge patch (RFC 7396), which only the JSON distinguishes from absent members. */
    WebhookTarget patched(WebhookTarget before, JsonNode given) {
        return new WebhookTarget(
                url == null ? before.url() : url,
                given.has("types") ? types == null ? List.of() : types : before.types(),
                given.has("skuPrefix") ? skuPrefix : before.skuPrefix(),
                given.has("locationId") ? locationId : before.locationId(),
                given.has("description") ? description : before.description());
    }

    /** Refuses an address that is not delivered to, and types that no event has. */
    void check(WebhookAddresses addresses) {
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
