package stockledger.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events that readers cannot process and retry, in this process. Readers report failures that no store's outage explains;
 * one that fails again for the same event is stuck.
 */
public final class StuckReaders {

    /** Stands for all segments of a reader, since that of an event that cannot be read is unknown. */
    public static final int ALL_SEGMENTS = -1;

    /** Readers retry at least once a minute; one that does not was stopped, or its segment is another process's. */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(3);

    private final Clock clock;
    private final Map<Key, Trouble> troubles = new HashMap<>();

    private record Key(String reader, int segment) {}

    /** @param clock of the times of attempts */
    public StuckReaders(Clock clock) {
        this.clock = clock;
    }

    /**
     * An event that a reader could not process.
     *
     * @param position its global index
     * @param error the exception's class and where it was thrown, without its message, which may quote the event
     */
    public record Failure(String stream, long sequence, String type, long position, String error) {

        private boolean isOfSameEvent(Failure other) {
            return stream.equals(other.stream) && sequence == other.sequence;
        }
    }

    /**
     * What stops a reader.
     *
     * @param since the first failed attempt
     * @param attempts how often it failed
     */
    public record Trouble(
            String reader, int segment, Failure failure, Instant since, Instant lastAttempt, int attempts) {

        /** Whether it has failed again. */
        public boolean isStuck() {
            return attempts > 1;
        }

        /** Whether the reader was not stuck before this attempt. */
        public boolean hasBegun() {
            return attempts == 2;
        }

        /** What the log says when it begins; it does not quote the event. */
        public String beginning() {
            return reader + " is stuck at event " + failure.sequence + " of " + failure.stream + " (" + failure.type
                    + ", position " + failure.position + ") and retries: " + failure.error;
        }

        /** What the log says when it ends. */
        public String end() {
            return reader + " is no longer stuck: event " + failure.sequence + " of " + failure.stream
                    + " was processed after " + attempts + " attempts";
        }
    }

    /** Records a failed attempt. */
    public synchronized Trouble failed(String reader, int segment, Failure failure) {
        Instant now = clock.instant();
        return troubles.merge(
                new Key(reader, segment),
                new Trouble(reader, segment, failure, now, now, 1),
                (before, first) -> before.failure().isOfSameEvent(failure)
                        ? new Trouble(reader, segment, failure, before.since(), now, before.attempts() + 1)
                        : first);
    }

    /**
     * Records that a reader has processed its events up to a position. Those before the one that it is stuck at are delivered
     * again at each attempt, and end nothing.
     *
     * @return what it was stuck at
     */
    public synchronized List<Trouble> processed(String reader, int segment, long position) {
        if (troubles.isEmpty()) {
            return List.of();
        }
        return Stream.of(segment, ALL_SEGMENTS)
                .map(each -> ended(reader, each, position))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable Trouble ended(String reader, int segment, long position) {
        Key key = new Key(reader, segment);
        Trouble trouble = troubles.get(key);
        if (trouble == null || trouble.failure().position() > position) {
            return null;
        }
        troubles.remove(key);
        return trouble.isStuck() ? trouble : null;
    }

    /** The readers that are stuck, by name. */
    public synchronized List<Trouble> stuck() {
        Instant oldest = clock.instant().minus(MAX_SILENCE);
        troubles.values().removeIf(trouble -> trouble.lastAttempt().isBefore(oldest));
        return troubles.values().stream()
                .filter(Trouble::isStuck)
                .sorted(Comparator.comparing(Trouble::reader).thenComparing(Trouble::segment))
                .toList();
    }

    /** The class of the innermost cause, and the first of our frames in its trace. */
    public static String describe(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        for (StackTraceElement frame : cause.getStackTrace()) {
            if (frame.getClassName().startsWith("stockledger.")) {
                String type =
                        frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
                return cause.getClass().getSimpleName() + " at " + type + "." + frame.getMethodName() + ":"
                        + frame.getLineNumber();
            }
        }
        return cause.getClass().getSimpleName();
    }
}
