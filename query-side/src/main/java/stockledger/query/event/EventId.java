package stockledger.query.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The id of an event's document, whose text sorts by time and, within a millisecond, by position: a range of times is a range of
 * ids, and a page follows an id in either direction.
 *
 * @param position global position in the event store
 */
record EventId(Instant time, long position) {

    /** The id's field in MongoDB. */
    static final String FIELD = "_id";

    private static final String FORMAT = "%013d-%019d";
    private static final int TIME_DIGITS = 13;
    private static final long MAX_MILLIS = 9_999_999_999_999L;

    /** The id of a document. */
    static EventId of(String text) {
        return new EventId(
                Instant.ofEpochMilli(Long.parseLong(text.substring(0, TIME_DIGITS))),
                Long.parseLong(text.substring(TIME_DIGITS + 1)));
    }

    /** Whether a text is one. */
    static boolean isOne(String text) {
        return text.matches("[0-9]{13}-[0-9]{19}");
    }

    String text() {
        return FORMAT.formatted(millis(time), position);
    }

    /** The lower bound of the ids of events from a time on; ids of earlier events are less. Events have times in milliseconds. */
    static String bound(Instant time) {
        Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
        return String.format("%013d", millis(whole.equals(time) ? whole : whole.plusMillis(1)));
    }

    private static long millis(Instant time) {
        return Math.max(0, Math.min(MAX_MILLIS, time.toEpochMilli()));
    }
}
