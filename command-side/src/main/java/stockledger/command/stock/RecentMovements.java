package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
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
 * Movements older than {@link #WINDOW}, beyond the newest {@link #MAX_MOVEMENTS} of a location, and the oldest beyond
 * {@link #MAX_ALL_MOVEMENTS} of the SKU are dropped; older counts are refused.
 */
final class RecentMovements {

    /** The longest time between a count and its report. */
    static final Duration WINDOW = Duration.ofDays(7);

    /** Movements kept for one location. */
    static final int MAX_MOVEMENTS = 2_000;

    /** Movements kept for all locations of a SKU: those of a thousand busy locations would not fit into a snapshot. */
    static final int MAX_ALL_MOVEMENTS = 20_000;

    /** How far the clock of a scanner may be ahead. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    // Field names are part of stored snapshots.
    private final Map<LocationId, List<Moved>> moved;

    @JsonProperty("forgottenUpTo")
    private Map<LocationId, Instant> droppedUpTo = new HashMap<>();

    private Map<LocationId, Instant> countedAt = new HashMap<>();

    /** The oldest movement of each location, the oldest of all first. */
    private final transient NavigableSet<Oldest> oldestFirst = new TreeSet<>();

    private transient int size;

    RecentMovements() {
        this(new HashMap<>());
    }

    @JsonCreator
    private RecentMovements(@JsonProperty("moved") Map<LocationId, List<Moved>> moved) {
        this.moved = moved;
        moved.forEach((location, here) -> {
            size += here.size();
            if (!here.isEmpty()) {
                oldestFirst.add(new Oldest(here.get(0).at(), location));
            }
        });
    }

    /** One change of on hand, in units. */
    record Moved(Instant at, long delta) {}

    private record Oldest(Instant at, LocationId location) implements Comparable<Oldest> {

        private static final Comparator<Oldest> BY_TIME =
                Comparator.comparing(Oldest::at).thenComparing(Oldest::location);

        @Override
        public int compareTo(Oldest other) {
            return BY_TIME.compare(this, other);
        }
    }

    void moved(LocationId location, Instant at, long delta) {
        // Events are stored with milliseconds; decisions must be the same after a replay.
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        List<Moved> here = moved.computeIfAbsent(location, key -> new ArrayList<>());
        here.add(new Moved(time, delta));
        size++;
        if (here.size() == 1) {
            oldestFirst.add(new Oldest(time, location));
        }
        Instant oldest = time.minus(WINDOW);
        while (here.size() > MAX_MOVEMENTS || here.get(0).at().isBefore(oldest)) {
            dropOldest(location, here);
        }
        while (size > MAX_ALL_MOVEMENTS) {
            LocationId longestAgo = oldestFirst.first().location();
            dropOldest(longestAgo, Objects.requireNonNull(moved.get(longestAgo)));
        }
    }

    private void dropOldest(LocationId location, List<Moved> here) {
        Instant at = here.remove(0).at();
        size--;
        droppedUpTo.merge(location, at, RecentMovements::later);
        oldestFirst.remove(new Oldest(at, location));
        if (here.isEmpty()) {
            moved.remove(location);
        } else {
            oldestFirst.add(new Oldest(here.get(0).at(), location));
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
        return size;
    }

    /** Movements kept for a location. */
    int size(LocationId location) {
        List<Moved> here = moved.get(location);
        return here == null ? 0 : here.size();
    }
}
