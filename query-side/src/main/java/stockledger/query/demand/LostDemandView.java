package stockledger.query.demand;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusalCause;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.query.projection.ProjectedEvent;

/**
 * The demand for one SKU that was lost in one day.
 *
 * @param day in UTC, as in 2026-01-31
 * @param places sorted by location, first the one without
 */
record LostDemandView(String day, String sku, List<Place> places) {

    /**
     * The part of one location.
     *
     * @param locationId null for requests that could be met anywhere
     * @param refused for want of units
     * @param discontinued refused since the product is discontinued
     * @param expired number of reservations that expired
     * @param unitsExpired units that these had held
     * @param expiredIds the first {@link RefusedUnits#MAX_NAMED} of these reservations; null in documents of earlier releases
     */
    record Place(
            @Nullable String locationId,
            RefusedUnits refused,
            RefusedUnits discontinued,
            long expired,
            long unitsExpired,
            @Nullable List<String> expiredIds) {

        Place with(DemandRefused event) {
            return event.cause() == RefusalCause.DISCONTINUED
                    ? new Place(locationId, refused, discontinued.with(event), expired, unitsExpired, expiredIds)
                    : new Place(locationId, refused.with(event), discontinued, expired, unitsExpired, expiredIds);
        }

        Place withExpired(String id, long units) {
            List<String> ids = named();
            if (ids.size() < RefusedUnits.MAX_NAMED) {
                ids = Stream.concat(ids.stream(), Stream.of(id)).toList();
            }
            return new Place(locationId, refused, discontinued, expired + 1, unitsExpired + units, ids);
        }

        /** Reservations that expired, as far as they are named. */
        List<String> named() {
            return expiredIds == null ? List.of() : expiredIds;
        }

        /** One that was refused and whose reservation expired is two. */
        long shoppers() {
            return refused.shoppers() + discontinued.shoppers() + expired;
        }

        String sortKey() {
            return locationId == null ? "" : locationId;
        }
    }

    LostDemandView on(ProjectedEvent event) {
        Object payload = event.payload();
        if (payload instanceof DemandRefused refused) {
            LocationId location = refused.locationId();
            return with(location == null ? null : location.value(), place -> place.with(refused));
        } else if (payload instanceof HoldReleased released && released.cause() == ReleaseCause.EXPIRED) {
            LostDemandView after = this;
            for (Allocation one : released.allocations()) {
                after = after.with(
                        one.locationId().value(),
                        place -> place.withExpired(released.reservationId().value(), one.quantity()));
            }
            return after;
        }
        throw new IllegalStateException("unknown event " + payload.getClass());
    }

    private LostDemandView with(@Nullable String locationId, UnaryOperator<Place> change) {
        List<Place> changed = new ArrayList<>(places);
        Place before = places.stream()
                .filter(place -> Objects.equals(place.locationId(), locationId))
                .findFirst()
                .orElse(null);
        changed.remove(before);
        changed.add(change.apply(
                before == null
                        ? new Place(locationId, RefusedUnits.NONE, RefusedUnits.NONE, 0, 0, List.of())
                        : before));
        changed.sort(Comparator.comparing(Place::sortKey));
        return new LostDemandView(day, sku, changed);
    }
}
