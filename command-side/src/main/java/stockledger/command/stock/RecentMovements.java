package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
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
 * The recent changes of on hand at each location, by the time at which they occurred. A count is compared with what was on
 * hand when it was taken: on hand now, less the movements since. The correction belongs to the time of the count, not to
 * the time it was reported. A movement that is reported after a count which contained it does not change on hand.
 *
 * <p>Movements older than {@link #WINDOW} are dropped; older counts are refused. Beyond {@link #MAX_BYTES} in all
 * {@link MovementLog}s together, movements are merged, and the oldest are dropped when merging is not enough.
 */
final class RecentMovements {

    /** The longest time between a count and its report. */
    static final Duration WINDOW = Duration.ofDays(7);

    /** Bytes for all locations of a SKU: the movements of a thousand busy locations would not fit into a snapshot. */
    static final int MAX_BYTES = 256 << 10;

    /** How far the clock of a scanner may be ahead. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    /** What is kept when bytes are saved: the next time is then many movements later. */
    private static final int KEPT_BYTES = MAX_BYTES / 4 * 3;

    /** When movements of all locations are merged, the newest eighth of each stays apart. */
    private static final int APART = 8;

    /** Bytes that count as one entry of a snapshot. */
    private static final int BYTES_PER_ENTRY = 16;

    // Field names are part of stored snapshots.
    private Map<LocationId, MovementLog> moved = new HashMap<>();

    @JsonProperty("forgottenUpTo")
    private Map<LocationId, Instant> droppedUpTo = new HashMap<>();

    private Map<LocationId, Instant> countedAt = new HashMap<>();

    /** The sum over all logs; counted when it is first needed, since a snapshot does not contain it. */
    private transient int bytes = -1;

    /**
     * Records a movement.
     *
     * @param at when it occurred, in any order; movements are compared with counts to the millisecond, as events are stored
     */
    void moved(LocationId location, Instant at, long units) {
        int before = bytes();
        MovementLog log = moved.computeIfAbsent(location, key -> new MovementLog());
        bytes = before - log.bytes();
        log.add(at.toEpochMilli(), units);
        bytes += log.bytes();
        dropBefore(location, log, log.newest() - WINDOW.toMillis());
        if (bytes > MAX_BYTES) {
            save();
        }
    }

    private void dropBefore(LocationId location, MovementLog log, long time) {
        int before = log.bytes();
        long dropped = log.dropBefore(time);
        if (dropped != MovementLog.NONE) {
            droppedUpTo.merge(location, Instant.ofEpochMilli(dropped), RecentMovements::later);
            bytes += log.bytes() - before;
        }
    }

    /** Merges movements of all locations, and then drops the oldest of them, until few enough bytes are left. */
    private void save() {
        long newest =
                moved.values().stream().mapToLong(MovementLog::newest).max().orElseThrow();
        for (int interval = 0; interval < MovementLog.intervals() && bytes > KEPT_BYTES; interval++) {
            for (MovementLog log : moved.values()) {
                log.merge(interval, APART);
            }
            bytes = measured();
        }
        for (long kept = WINDOW.toMillis(); bytes > KEPT_BYTES && kept > 0; kept /= 2) {
            long oldest = newest - kept;
            moved.forEach((location, log) -> dropBefore(location, log, oldest));
            moved.values().removeIf(MovementLog::isEmpty);
        }
    }

    private int bytes() {
        return bytes < 0 ? measured() : bytes;
    }

    private int measured() {
        return moved.values().stream().mapToInt(MovementLog::bytes).sum();
    }

    void counted(LocationId location, Instant taken, long delta) {
        moved(location, taken, delta);
        countedAt.merge(location, taken, RecentMovements::later);
    }

    /**
     * The newest count of a location, when it contained a movement that is reported now.
     *
     * @param occurredAt when the movement occurred; null for now
     * @return null when no count contained it
     */
    @Nullable
    Instant countWith(LocationId location, @Nullable Instant occurredAt) {
        Instant newest = countedAt.get(location);
        return occurredAt == null || newest == null || occurredAt.isAfter(newest) ? null : newest;
    }

    /**
     * The event of a count, with the units that were expected at its time.
     *
     * @param onHand units on hand at the location now
     * @param unavailable units of them that are not sellable
     * @throws StockRefusal when the count is too old, in the future, before a later count, or less than what has left since
     */
    StockCounted compare(CountStock count, long onHand, long unavailable) {
        Instant newest = countedAt.getOrDefault(count.locationId(), Instant.MIN);
        Instant at = count.countedAt();
        if (at == null) {
            return counted(count, onHand, later(newest, count.now()), onHand, unavailable);
        }
        if (at.isAfter(count.now().plus(CLOCK_TOLERANCE))) {
            throw new CountInFuture(at, count.now());
        }
        Instant taken = at.isAfter(count.now()) ? count.now() : at;
        long since = since(count, taken);
        if (taken.isBefore(newest)) {
            throw new CountSuperseded(taken, newest);
        }
        long delta = count.counted() - (onHand - since);
        if (delta < 0 && onHand + delta < 0) {
            throw new CountContradicted(count.counted(), -since);
        }
        return counted(count, onHand - since, taken, onHand, unavailable);
    }

    /** The units that moved after a count was taken. */
    private long since(CountStock count, Instant taken) {
        Instant oldest = later(
                droppedUpTo.getOrDefault(count.locationId(), Instant.MIN),
                count.now().minus(WINDOW));
        if (taken.isBefore(oldest)) {
            throw new CountTooOld(taken, oldest);
        }
        MovementLog log = moved.get(count.locationId());
        if (log == null) {
            return 0;
        }
        long precise = log.preciseFrom(taken.toEpochMilli());
        if (precise != MovementLog.NONE) {
            throw new CountTooOld(taken, Instant.ofEpochMilli(precise));
        }
        return log.sumAfter(taken.toEpochMilli());
    }

    /** More units cannot be unavailable than are on hand. */
    private static StockCounted counted(CountStock count, long expected, Instant taken, long onHand, long unavailable) {
        long left = Math.max(0, onHand + count.counted() - expected);
        return new StockCounted(
                count.sku(),
                count.locationId(),
                count.counted(),
                expected,
                taken,
                unavailable > left ? (Long) (unavailable - left) : null);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Their size in a snapshot, in entries. */
    int weight() {
        return bytes() / BYTES_PER_ENTRY + moved.size();
    }

    /** Movements kept for a location, merged ones as one. */
    int size(LocationId location) {
        MovementLog log = moved.get(location);
        return log == null ? 0 : log.size();
    }
}
