package stockledger.query.webhook;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.webhook.DeliveredTypes;

/**
 * Which events are delivered to a webhook, and at which URL.
 *
 * @param types stored names of the events, or families such as {@code stock.*}; none for all
 * @param skuPrefix beginning of the SKUs; null for all
 * @param locationId a location that the events concern; null for all
 */
record Selection(
        String url,
        List<String> types,
        @Nullable String skuPrefix,
        @Nullable String locationId) {

    static final Selection NONE = new Selection("", List.of(), null, null);

    static Selection of(String url, List<String> types, @Nullable String skuPrefix, @Nullable LocationId location) {
        return new Selection(url, types, skuPrefix, location == null ? null : location.value());
    }

    /** Whether a type of events is selected. */
    boolean hasType(String name) {
        return types.isEmpty() || types.stream().anyMatch(pattern -> DeliveredTypes.matches(pattern, name));
    }

    /**
     * Whether an event of a selected type is selected by its SKUs and locations too.
     *
     * @param locations that it names; an event that names none, such as {@code stock.StockRanOut}, is selected for every location
     */
    boolean matches(Set<String> skus, Set<String> locations) {
        return (skuPrefix == null || skus.stream().anyMatch(sku -> sku.startsWith(skuPrefix)))
                && (locationId == null || locations.isEmpty() || locations.contains(locationId));
    }

    boolean needsSubjects() {
        return skuPrefix != null || locationId != null;
    }
}
