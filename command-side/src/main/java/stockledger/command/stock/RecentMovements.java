package stockledger.command.stock;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private Map<LocationId, List<Moved>> moved = new HashMap<>();
    private Map<LocationId, Instant> forgottenUpTo = new HashMap<>();
    private Map<LocationId, Instant> countedAt = new HashMap<>();

    /** One change of on hand, in units. */
    record Moved(Instant at, long delta) {}

    void moved(LocationId location, Instant at, long delta) {
        // Stored times end at milliseconds; what is decided must not differ after it was read again.
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        List<Moved> here = moved.computeIfAbsent(location, key -> new ArrayList<>());
        here.add(new Moved(time, delta));
        Instant oldest = time.minus(WINDOW);
        while (here.size() > MOST || here.get(0).at().isBefore(oldest)) {
            forgottenUpTo.merge(location, here.remove(0).at(), RecentMovements::later);
        }
    }

    void counted(LocationId location, Instant taken, long delta) {
        moved(location, taken, delta);
        countedAt.merge(location, taken, RecentMovements::later);
    }

    /**
     * What a count tells, with what the books had on hand when it was taken.
     *
     * @param onHand what the books have on hand at the location now
     * @throws StockRefusal when it was taken too long ago, later than now, or before another that is known
     */
    StockCounted compare(CountStock count, long onHand) {
        LocationId location = count.locationId();
        Instant at = count.countedAt();
        Instant newest = countedAt.getOrDefault(location, Instant.MIN);
        if (at == null) {
            return new StockCounted(count.sku(), location, count.counted(), onHand, later(newest, count.now()));
        }
        if (at.isAfter(count.now().plus(CLOCK_TOLERANCE))) {
            throw new CountInFuture(at, count.now());
        }
        Instant taken = at.isAfter(count.now()) ? count.now() : at;
        Instant oldest = later(
                forgottenUpTo.getOrDefault(location, Instant.MIN), count.now().minus(WINDOW));
        if (taken.isBefore(oldest)) {
            throw new CountTooOld(taken, oldest);
        }
        if (taken.isBefore(newest)) {
            throw new CountSuperseded(taken, newest);
        }
        long since = moved.getOrDefault(location, List.of()).stream()
                .filter(one -> one.at().isAfter(taken))
                .mapToLong(Moved::delta)
                .sum();
        long delta = count.counted() - (onHand - since);
        if (delta < 0 && onHand + delta < 0) {
            throw new CountContradicted(count.counted(), -since);
        }
        return new StockCounted(count.sku(), location, count.counted(), onHand - since, taken);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** How many movements are remembered, of all locations. */
    int remembered() {
        return moved.values().stream().mapToInt(List::size).sum();
    }

    /** How many movements of a location are remembered. */
    int remembered(LocationId location) {
        return moved.getOrDefault(location, List.of()).size();
    }
}
