package stockledger.command.demand;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusalCause;
import stockledger.events.demand.RefusedShopper;

/**
 * Counts what is refused until {@link DemandRecorder} takes it. A refusal appends nothing, so that callers who are refused a
 * thousand times a second do not write a thousand events a second; it costs an entry in a map.
 *
 * <p>Of a shopper the greatest request counts, so a cart that is tried again and again is counted once. Memory is bounded:
 * beyond the named shoppers a refusal is added to the sums of its SKU, and beyond the keys it is only counted by a meter.
 */
public final class RefusedDemand {

    /** SKUs, locations, days and causes between two events; each takes some 300 bytes without its shoppers. */
    static final int MAX_KEYS = 5_000;

    /** Named shoppers of a key: an event then has at most some 100 KB, mostly far less. */
    static final int MAX_SHOPPERS_OF_KEY = 500;

    /** Named shoppers of all keys: some 10 MB. */
    static final int MAX_SHOPPERS = 50_000;

    private static final String UNCOUNTED = "stockledger.demand.uncounted";

    private final Clock clock;
    private final Counter uncounted;
    private Map<Key, Count> counts = new LinkedHashMap<>();
    private int shoppers;

    RefusedDemand(Clock clock, MeterRegistry registry) {
        this.clock = clock;
        this.uncounted = Counter.builder(UNCOUNTED)
                .description(
                        "Refused requests that lost demand does not contain, since too many SKUs were refused at once")
                .register(registry);
    }

    private record Key(Sku sku, @Nullable LocationId locationId, LocalDate day, RefusalCause cause) {}

    /** What was refused of one key. */
    private static final class Count {

        private final Map<String, RefusedShopper> shoppers = new HashMap<>();
        private long requests;
        private long otherRequests;
        private long otherUnitsAsked;
        private long otherUnitsShort;

        /** Whether a shopper was added. */
        boolean add(String shopper, long asked, long shortBy, boolean mayName) {
            requests++;
            RefusedShopper known = shoppers.get(shopper);
            if (known == null && (!mayName || shoppers.size() >= MAX_SHOPPERS_OF_KEY)) {
                otherRequests++;
                otherUnitsAsked += asked;
                otherUnitsShort += shortBy;
                return false;
            }
            shoppers.put(
                    shopper, known == null ? new RefusedShopper(shopper, asked, shortBy) : known.with(asked, shortBy));
            return known == null;
        }
    }

    /**
     * Counts a refused request.
     *
     * @param locationId that it named; null for any
     * @param shopper who sent it: what is the same when the same cart is tried again
     * @param asked units that it asked for
     * @param shortBy units of these that could not be held
     */
    public void add(
            Sku sku, @Nullable LocationId locationId, RefusalCause cause, String shopper, long asked, long shortBy) {
        Key key = new Key(sku, locationId, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), cause);
        synchronized (this) {
            Count count = counts.get(key);
            if (count == null && counts.size() < MAX_KEYS) {
                count = new Count();
                counts.put(key, count);
            }
            if (count == null) {
                uncounted.increment();
            } else if (count.add(shopper, asked, shortBy, shoppers < MAX_SHOPPERS)) {
                shoppers++;
            }
        }
    }

    /** The events of what was counted since the last call. */
    List<DemandRefused> take() {
        Map<Key, Count> taken;
        synchronized (this) {
            if (counts.isEmpty()) {
                return List.of();
            }
            taken = counts;
            counts = new LinkedHashMap<>();
            shoppers = 0;
        }
        List<DemandRefused> events = new ArrayList<>(taken.size());
        taken.forEach((key, count) -> events.add(new DemandRefused(
                key.sku(),
                key.locationId(),
                key.day(),
                key.cause(),
                count.requests,
                List.copyOf(count.shoppers.values()),
                count.otherRequests,
                count.otherUnitsAsked,
                count.otherUnitsShort)));
        return events;
    }
}
