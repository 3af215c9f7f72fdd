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
import stockledger.web.webhook.WebhookAddresses;
import tools.jackson.databind.JsonNode;

/** A merge patch (RFC 7396) of a {@link WebhookBody}: it may leave out any member. */
record WebhookPatch(
        @Schema(description = "An https URL of a public host.")
        @Nullable
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

    void check(WebhookAddresses addresses, JsonNode given) {
        if (given.has("url") && url == null) {
            throw new InvalidBody("url", "validation-failed", "url must not be null.");
        }
        WebhookBody.check(addresses, url, types);
    }

    /** The target after it; only the JSON distinguishes null from absent members. */
    WebhookTarget patched(WebhookTarget before, JsonNode given) {
        return new WebhookTarget(
                url == null ? before.url() : url,
                given.has("types") ? types == null ? List.of() : types : before.types(),
                given.has("skuPrefix") ? skuPrefix : before.skuPrefix(),
                given.has("locationId") ? locationId : before.locationId(),
                given.has("description") ? description : before.description());
    }
}
