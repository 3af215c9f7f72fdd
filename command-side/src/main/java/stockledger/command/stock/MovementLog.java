package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Base64;

/**
 * The recent changes of on hand at one location, by time in milliseconds. It is bounded in bytes: beyond {@link #MAX_BYTES},
 * older changes are merged into one for each second, then for each minute and each hour, so that also a location with
 * thousands of changes an hour can be counted. Sums since the beginning of a second, a minute or an hour stay exact.
 *
 * <p>Stored as text: the gaps between the times and the units as numbers of variable length, two or three bytes a change.
 */
final class MovementLog {

    /** Bytes of the stored form, before they become text. */
    static final int MAX_BYTES = 64 << 10;

    /** An interval contains its end: what moved at a count's time is in the count. */
    private static final long[] INTERVAL_MILLIS = {1_000, 60_000, 3_600_000};

    /** Changes that stay apart when others are merged: the newer half, then the newest eighth. */
    private static final int[] APART = {2, 8};

    /** What is kept when changes are merged: the next merge is then due after many more changes. */
    private static final int KEPT_BYTES = MAX_BYTES / 4 * 3;

    private static final int LONGEST_NUMBER_BYTES = 10;
    private static final int FIRST_TIME_BYTES = LONGEST_NUMBER_BYTES;

    private long[] times = new long[4];
    private long[] units = new long[4];
    private int from;
    private int to;
    private int bytes;

    /** For each interval, the time up to which changes are merged; 0 for none. */
    private final long[] mergedUpTo = new long[INTERVAL_MILLIS.length];

    /** No time. */
    static final long NONE = Long.MIN_VALUE;

    /** Adds a change of on hand; units of the same millisecond become one change. */
    void add(long time, long change) {
        int at = time > newest() ? to : firstAfter(time - 1);
        if (at < to && times[at] == time) {
            bytes -= length(units[at]);
            units[at] += change;
            bytes += length(units[at]);
        } else {
            insert(at, time, change);
        }
        if (bytes > MAX_BYTES) {
            merge();
        }
    }

    private void insert(int at, long time, long change) {
        if (to == times.length) {
            makeRoom();
            at = time > newest() ? to : firstAfter(time);
        }
        System.arraycopy(times, at, times, at + 1, to - at);
        System.arraycopy(units, at, units, at + 1, to - at);
        times[at] = time;
        units[at] = change;
        to++;
        if (at == to - 1 && at > from) {
            bytes += length(time - times[at - 1]) + length(change);
        } else {
            measure();
        }
    }

    private void makeRoom() {
        int size = size();
        int room = size < times.length / 2 ? times.length : times.length * 2;
        long[] movedTimes = new long[room];
        long[] movedUnits = new long[room];
        System.arraycopy(times, from, movedTimes, 0, size);
        System.arraycopy(units, from, movedUnits, 0, size);
        times = movedTimes;
        units = movedUnits;
        from = 0;
        to = size;
    }

    /** The units that moved after a time. */
    long sumAfter(long time) {
        long sum = 0;
        for (int i = to - 1; i >= from && times[i] > time; i--) {
            sum += units[i];
        }
        return sum;
    }

    /**
     * The time from which on changes are kept precisely enough to be summed from {@code time}, when they are not at that
     * time; otherwise {@link #NONE}.
     */
    long preciseFrom(long time) {
        for (int i = INTERVAL_MILLIS.length - 1; i >= 0; i--) {
            if (time < mergedUpTo[i]) {
                long end = end(time, INTERVAL_MILLIS[i]);
                int next = firstAfter(time);
                return time != end && next < to && times[next] <= end ? mergedUpTo[i] : NONE;
            }
        }
        return NONE;
    }

    /** Drops changes before a time; returns the time of the newest dropped one, or {@link #NONE}. */
    long dropBefore(long time) {
        long dropped = NONE;
        while (from < to && times[from] < time) {
            dropped = times[from];
            bytes -= length(units[from]);
            from++;
            bytes -= from < to ? length(times[from] - dropped) : FIRST_TIME_BYTES;
        }
        return dropped;
    }

    long newest() {
        return from == to ? NONE : times[to - 1];
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Changes kept. */
    int size() {
        return to - from;
    }

    /** Bytes of the stored form. */
    int bytes() {
        return bytes;
    }

    private void merge() {
        for (int interval = 0; interval < INTERVAL_MILLIS.length; interval++) {
            for (int apart : APART) {
                if (bytes > KEPT_BYTES) {
                    merge(interval, apart);
                }
            }
        }
    }

    /** Merges the changes within each second, minute or hour, but not the newest {@code 1/apart} of all changes. */
    void merge(int interval, int apart) {
        if (size() < apart) {
            return;
        }
        long millis = INTERVAL_MILLIS[interval];
        long upTo = Math.floorDiv(times[to - 1 - size() / apart], millis) * millis;
        int last = from;
        for (int i = from + 1; i < to; i++) {
            if (times[i] <= upTo && end(times[i], millis) == end(times[last], millis)) {
                units[last] += units[i];
            } else {
                last++;
                units[last] = units[i];
            }
            times[last] = times[i];
        }
        to = last + 1;
        mergedUpTo[interval] = Math.max(mergedUpTo[interval], upTo);
        measure();
    }

    static int intervals() {
        return INTERVAL_MILLIS.length;
    }

    /** The end of the interval that contains a time. */
    private static long end(long time, long millis) {
        return -Math.floorDiv(-time, millis) * millis;
    }

    /** The index of the first change after a time. */
    private int firstAfter(long time) {
        int found = Arrays.binarySearch(times, from, to, time);
        return found < 0 ? -found - 1 : found + 1;
    }

    private void measure() {
        bytes = from == to ? 0 : FIRST_TIME_BYTES + length(units[from]);
        for (int i = from + 1; i < to; i++) {
            bytes += length(times[i] - times[i - 1]) + length(units[i]);
        }
    }

    @JsonValue
    String text() {
        byte[] out = new byte[mergedUpTo.length * LONGEST_NUMBER_BYTES + bytes];
        int size = 0;
        for (long time : mergedUpTo) {
            size = write(out, size, time);
        }
        long before = 0;
        for (int i = from; i < to; i++) {
            size = write(out, size, times[i] - before);
            size = write(out, size, units[i]);
            before = times[i];
        }
        return Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(out, size));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static MovementLog of(String text) {
        Reader reader = new Reader(Base64.getDecoder().decode(text));
        MovementLog log = new MovementLog();
        for (int i = 0; i < INTERVAL_MILLIS.length; i++) {
            log.mergedUpTo[i] = reader.next();
        }
        long time = 0;
        while (reader.hasNext()) {
            if (log.to == log.times.length) {
                log.makeRoom();
            }
            time += reader.next();
            log.times[log.to] = time;
            log.units[log.to] = reader.next();
            log.to++;
        }
        log.measure();
        return log;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MovementLog log && text().equals(log.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** Small numbers of either sign take few bytes: the sign is the lowest bit, and a byte has 7 bits of the number. */
    private static long folded(long value) {
        return value << 1 ^ value >> 63;
    }

    private static int length(long value) {
        return (63 - Long.numberOfLeadingZeros(folded(value) | 1)) / 7 + 1;
    }

    /** Returns where the next number begins. */
    private static int write(byte[] out, int at, long value) {
        long rest = folded(value);
        int next = at;
        while (rest >>> 7 != 0) {
            out[next++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out[next++] = (byte) rest;
        return next;
    }

    private static final class Reader {

        private final byte[] from;
        private int at;

        Reader(byte[] from) {
            this.from = from;
        }

        boolean hasNext() {
            return at < from.length;
        }

        long next() {
            long folded = 0;
            for (int shift = 0; ; shift += 7) {
                byte one = from[at++];
                folded |= (long) (one & 0x7f) << shift;
                if (one >= 0) {
                    return folded >>> 1 ^ -(folded & 1);
                }
            }
        }
    }
}
