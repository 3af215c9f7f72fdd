package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import stockledger.events.ReservationId;

/**
 * The latest returns booked on the stock of a SKU, so that none is booked twice.
 *
 * <p>A shipped reservation has no claim left, so only a record of booked returns distinguishes a repeat from a new return.
 * The record is bounded: it keeps the latest returns, and the stream version up to which older ones were dropped. A return
 * command names a version before which it cannot have been booked. If no return after that version was dropped, an
 * unrecorded return is new. Otherwise the command is refused; the sender searches the stream from that version and
 * repeats it with the version it reached.
 */
final class ProcessedReturns {

    /** Returns kept for one SKU; with more between a decision and its booking, the sender searches the stream. */
    static final int MAX_RETURNS = 1_000;

    // Field names are part of stored snapshots.
    private Map<String, Long> versions = new LinkedHashMap<>();

    @JsonProperty("forgottenUpTo")
    private long droppedUpTo = -1;

    ProcessedReturns() {}

    boolean contain(ReservationId reservation, int number) {
        return versions.containsKey(key(reservation, number));
    }

    /** Whether every return booked after a version of the stream is still kept. */
    boolean keepsAllAfter(long version) {
        return droppedUpTo <= version;
    }

    void add(ReservationId reservation, int number, long version) {
        versions.put(key(reservation, number), version);
        Iterator<Long> oldestFirst = versions.values().iterator();
        while (versions.size() > MAX_RETURNS) {
            droppedUpTo = Math.max(droppedUpTo, oldestFirst.next());
            oldestFirst.remove();
        }
    }

    private static String key(ReservationId reservation, int number) {
        return reservation.value() + "/" + number;
    }
}
