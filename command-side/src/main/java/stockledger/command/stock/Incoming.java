package stockledger.command.stock;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;

/** The deliveries of one SKU: all that are still expected, and the latest completed or cancelled ones. */
final class Incoming {

    /** Closed deliveries kept; an older one is refused as incoming-not-found. */
    static final int MAX_CLOSED = 1_000;

    private static final Comparator<Delivery> EARLIEST_FIRST =
            Comparator.comparing(Delivery::expectedOn).thenComparing(Delivery::id);

    // Field names are part of stored snapshots.
    private Map<IncomingId, Delivery> expected = new HashMap<>();
    private Map<IncomingId, Delivery> over = new LinkedHashMap<>();

    @Nullable
    Delivery find(IncomingId id) {
        Delivery open = expected.get(id);
        return open == null ? over.get(id) : open;
    }

    void announced(Delivery delivery) {
        expected.put(delivery.id(), delivery);
    }

    void arrived(IncomingId id, long units) {
        Delivery delivery = expected.get(id);
        if (delivery != null) {
            update(delivery.withArrived(units));
        }
    }

    void cancelled(IncomingId id, long units) {
        Delivery delivery = expected.get(id);
        if (delivery != null) {
            update(delivery.withCancelled(units));
        }
    }

    private void update(Delivery delivery) {
        if (delivery.expected() > 0) {
            expected.put(delivery.id(), delivery);
            return;
        }
        expected.remove(delivery.id());
        over.put(delivery.id(), delivery);
        if (over.size() > MAX_CLOSED) {
            over.remove(over.keySet().iterator().next());
        }
    }

    /** Locations that expect units, the earliest delivery first. Reads every open delivery. */
    List<LocationId> awaited() {
        Map<LocationId, Delivery> earliest = new HashMap<>();
        expected.values()
                .forEach(delivery ->
                        earliest.merge(delivery.locationId(), delivery, BinaryOperator.minBy(EARLIEST_FIRST)));
        return earliest.values().stream()
                .sorted(EARLIEST_FIRST)
                .map(Delivery::locationId)
                .toList();
    }

    /** Deliveries kept. */
    int size() {
        return expected.size() + over.size();
    }
}
