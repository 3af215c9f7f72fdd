package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 * The recent changes of on hand at each location. A count is compared with what was on hand when it was taken: on hand
 * now, less the movements since. The correction belongs to the time of the count, not to the time it was reported.
 * Movements older than {@link #WINDOW} and beyond the newest {@link #MAX_MOVEMENTS} are dropped; older counts are refused.
 */
final class RecentMovements {

    /** The longest time between a count and its report. */
    static final Duration WINDOW = Duration.ofDays(7);

    /** Movements kept for one location. */
    static final int MAX_MOVEMENTS = 2_000;

    /** How far the clock of a scanner may be ahead. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    // Field names are part of stored snapshots.
    private Map<LocationId, List<Moved>> moved = new HashMap<>();

    @JsonProperty("forgottenUpTo")
    private Map<LocationId, Instant> droppedUpTo = new HashMap<>();

    private Map<LocationId, Instant> countedAt = new HashMap<>();

    /** One change of on hand, in units. */
    record Moved(Instant at, long delta) {}

    void moved(LocationId location, Instant at, long delta) {
        // Events are stored with milliseconds; decisions must be the same after a replay.
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        List<Moved> here = moved.computeIfAbsent(location, key -> new ArrayList<>());
        here.add(new Moved(time, delta));
        Instant oldest = time.minus(WINDOW);
        while (here.size() > MAX_MOVEMENTS || here.get(0).at().isBefore(oldest)) {
            droppedUpTo.merge(location, here.remove(0).at(), RecentMovements::later);
        }
    }

    void counted(LocationId location, Instant taken, long delta) {
        moved(location, taken, delta);
        countedAt.merge(location, taken, RecentMovements::later);
    }

    /**
     * The event of a count, with the units that were expected at its time.
     *
     * @param onHand units on hand at the location now
     * @throws StockRefusal when the count is too old, in the future, before a later count, or less than what has left since
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
                droppedUpTo.getOrDefault(location, Instant.MIN), count.now().minus(WINDOW));
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

    /** Movements kept over all locations. */
    int size() {
        return moved.values().stream().mapToInt(List::size).sum();
    }

    /** Movements kept for a location. */
    int size(LocationId location) {
        return moved.getOrDefault(location, List.of()).size();
    }
}
