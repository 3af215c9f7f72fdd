package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.Sku;
import stockledger.events.stock.LocationChoice;

/** All that one reservation requests of one SKU, and how locations are chosen for it. */
record RequestedLine(Sku sku, List<UnitRequest> requests, LocationSelection selection) {

    long quantity() {
        return requests.stream().mapToLong(UnitRequest::quantity).sum();
    }

    /** The units whose location is named, one allocation per location, sorted by location; null for none. */
    @Nullable
    List<Allocation> named() {
        List<Allocation> named = new ArrayList<>();
        for (UnitRequest request : requests) {
            if (request.locationId() != null) {
                named.add(new Allocation(request.locationId(), request.quantity()));
            }
        }
        return named.isEmpty() ? null : Allocation.plus(named, List.of());
    }

    /** Whether a reservation's line was requested the same. */
    boolean isSameAs(CartLine line) {
        return line.sku().equals(sku) && line.quantity() == quantity() && Objects.equals(line.named(), named());
    }

    /** The same line with the location policy of its reservation, if that can choose; null for its own. */
    RequestedLine by(@Nullable LocationChoice policy) {
        return policy == null || policy == LocationChoice.GIVEN
                ? this
                : new RequestedLine(sku, requests, new LocationSelection(policy, selection.priority()));
    }

    /** The units of a held line that this request keeps: as many as it can. */
    List<Allocation> kept(List<Allocation> held) {
        List<Allocation> given = named() == null ? List.of() : named();
        List<Allocation> kept = Allocation.minus(held, Allocation.minus(held, given));
        long anywhere = quantity() - Allocation.units(given);
        return Allocation.plus(kept, Allocation.slice(Allocation.minus(held, kept), 0, anywhere));
    }

    /** The requests that units which are kept do not meet. */
    List<UnitRequest> beyond(List<Allocation> kept) {
        List<Allocation> given = named() == null ? List.of() : named();
        List<Allocation> missing = Allocation.minus(given, kept);
        List<UnitRequest> requested = new ArrayList<>();
        missing.forEach(one -> requested.add(new UnitRequest(one.locationId(), one.quantity())));
        long anywhere = quantity() - Allocation.units(kept) - Allocation.units(missing);
        if (anywhere > 0) {
            requested.add(new UnitRequest(null, anywhere));
        }
        return requested;
    }
}
