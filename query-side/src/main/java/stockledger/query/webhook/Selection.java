package stockledger.query.webhook;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.webhook.DeliveredTypes;

/**
 * Where events are delivered to, and which.
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

    /** Whether events of a type are selected, if their SKUs and locations are. */
    boolean hasType(String name) {
        return types.isEmpty() || types.stream().anyMatch(pattern -> DeliveredTypes.matches(pattern, name));
    }

    /**
     * Whether an event of a selected type is.
     *
     * @param locations that it concerns; one without, such as stock that ran out, concerns all
     */
    boolean matches(Set<String> skus, Set<String> locations) {
        return (skuPrefix == null || skus.stream().anyMatch(sku -> sku.startsWith(skuPrefix)))
                && (locationId == null || locations.isEmpty() || locations.contains(locationId));
    }

    boolean needsSubjects() {
        return skuPrefix != null || locationId != null;
    }
}
