package stockledger.command.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;

/**
 * Where events are delivered to, and which. Its members are part of stored snapshots.
 *
 * @param types stored names of the events, or families such as {@code stock.*}; none for all
 * @param skuPrefix beginning of the SKUs; null for all
 * @param locationId a location that the events concern; null for all
 * @param description what it is for
 */
record WebhookTarget(
        String url,
        List<String> types,
        @Nullable String skuPrefix,
        @Nullable LocationId locationId,
        @Nullable String description) {

    public WebhookTarget {
        types = List.copyOf(types);
    }
}
