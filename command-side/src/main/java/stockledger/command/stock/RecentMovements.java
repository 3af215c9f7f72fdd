package stockledger.command.stock;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockRefusal.CountContradicted;
import stockledger.command.stock.StockRefusal.CountInFuture;
import stockledger.command.stock.StockRefusal.CountSuperseded;
import stockledger.command.stock.StockRefusal.CountTooOld;
import stockledger.events.LocationId;
import stockledger.events.stock.StockEvent.StockCounted;

/**
 * What moved lately at each location, so that a count taken some time ago is compared with what the books had then: on
 * hand now, less all that moved since. What a count put right belongs to the time it was taken, not to when it was told.
 * Movements older than {@link #WINDOW}, and all but the newest {@link #MOST}, are forgotten; no count reaches behind them.
 */
final class RecentMovements {

    /** A count may be told so long after it was taken. */
    static final Duration WINDOW = Duration.ofDays(7);

    /** Movements of one location that are remembered. */
    static final int MOST = 2_000;

    /** A scanner's clock may be ahead by so much. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    private Map<LocationId, Place> places = new HashMap<>();

    /** One change of on hand, in units. */
    record Moved(Instant at, long delta) {}

    /** What is remembered of one location. */
    static final class Place {
        private Deque<Moved> moved = new ArrayDeque<>();
        private @Nullable Instant forgottenUpTo;
        private @Nullable Instant countedAt;
    }

    void moved(LocationId location, Instant at, long delta) {
        Place place = places.computeIfAbsent(location, key -> new Place());
        // Stored times end at milliseconds; what is decided must not differ after it was read again.
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        place.moved.add(new Moved(time, delta));
        Instant oldest = time.minus(WINDOW);
        while (place.moved.size() > MOST || place.moved.getFirst().at().isBefore(oldest)) {
            place.forgottenUpTo =
                    later(place.forgottenUpTo, place.moved.removeFirst().at());
        }
    }

    void counted(LocationId location, Instant countedAt, long delta) {
        moved(location, countedAt, delta);
        Place place = places.computeIfAbsent(location, key -> new Place());
        place.countedAt = later(place.countedAt, countedAt);
    }

    /**
     * What a count tells, with what the books had on hand when it was taken.
     *
     * @param onHand what the books have on hand at the location now
     * @throws StockRefusal when it was taken too long ago, later than now, or before another that is known
     */
    StockCounted compare(CountStock count, long onHand) {
        Place place = places.getOrDefault(count.locationId(), new Place());
        Instant at = count.countedAt();
        if (at == null) {
            Instant now = place.countedAt == null ? count.now() : later(place.countedAt, count.now());
            return new StockCounted(count.sku(), count.locationId(), count.counted(), onHand, now);
        }
        if (at.isAfter(count.now().plus(CLOCK_TOLERANCE))) {
            throw new CountInFuture(at, count.now());
        }
        Instant taken = at.isAfter(count.now()) ? count.now() : at;
        Instant oldest = later(place.forgottenUpTo, count.now().minus(WINDOW));
        if (taken.isBefore(oldest)) {
            throw new CountTooOld(taken, oldest);
        }
        if (place.countedAt != null && taken.isBefore(place.countedAt)) {
            throw new CountSuperseded(taken, place.countedAt);
        }
        long since = place.moved.stream()
                .filter(one -> one.at().isAfter(taken))
                .mapToLong(Moved::delta)
                .sum();
        long delta = count.counted() - (onHand - since);
        if (delta < 0 && onHand + delta < 0) {
            throw new CountContradicted(count.counted(), -since);
        }
        return new StockCounted(count.sku(), count.locationId(), count.counted(), onHand - since, taken);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }

    /** How many movements of a location are remembered. */
    int remembered(LocationId location) {
        return places.getOrDefault(location, new Place()).moved.size();
    }
}
