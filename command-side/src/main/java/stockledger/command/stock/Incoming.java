package stockledger.command.stock;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;

/** The deliveries of one SKU: those of which units are expected, all of them, and the latest that are over. */
final class Incoming {

    /** Deliveries that are over and remembered; an older one is as unknown as one that never was. */
    static final int MOST_OVER = 1_000;

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
            settle(delivery.arrived(units));
        }
    }

    void cancelled(IncomingId id, long units) {
        Delivery delivery = expected.get(id);
        if (delivery != null) {
            settle(delivery.cancelled(units));
        }
    }

    private void settle(Delivery delivery) {
        if (delivery.expected() > 0) {
            expected.put(delivery.id(), delivery);
            return;
        }
        expected.remove(delivery.id());
        over.put(delivery.id(), delivery);
        if (over.size() > MOST_OVER) {
            over.remove(over.keySet().iterator().next());
        }
    }

    /** Where units are expected, the earliest delivery first. */
    List<LocationId> awaited() {
        return expected.values().stream()
                .sorted(Comparator.comparing(Delivery::expectedOn).thenComparing(Delivery::id))
                .map(Delivery::locationId)
                .distinct()
                .toList();
    }
}
