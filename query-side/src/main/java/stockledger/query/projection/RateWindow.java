package stockledger.query.projection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How fast a position advances, from what it was in the last minute. */
final class RateWindow {

    private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long MIN_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long position, long atNanos) {}

    /** Adds the position at a time. */
    synchronized void add(long position, long nowNanos) {
        Sample last = samples.peekLast();
        if (last != null && (nowNanos - last.atNanos() < MIN_AGE_NANOS || position < last.position())) {
            return;
        }
        samples.addLast(new Sample(position, nowNanos));
        while (samples.size() > 2 && nowNanos - samples.getFirst().atNanos() > MAX_AGE_NANOS) {
            samples.removeFirst();
        }
    }

    /** Positions per second; null while it was seen once only. */
    synchronized @Nullable Double perSecond() {
        Sample first = samples.peekFirst();
        Sample last = samples.peekLast();
        if (first == null || last == null || first == last) {
            return null;
        }
        double seconds = (last.atNanos() - first.atNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
        return (last.position() - first.position()) / seconds;
    }
}
