package stockledger.command.stock;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import stockledger.events.ReservationId;

/**
 * The newest returns that the stock of a SKU has followed, so that none is followed twice.
 *
 * <p>A reservation that was shipped leaves nothing behind in the stock, so the stock alone cannot tell a return that is
 * told again from a new one, unless it remembered every return for ever. It remembers the newest, and up to which event
 * of its stream it has forgotten. A return says before which event of the stream nobody can have followed it. When
 * nothing after that event is forgotten, what is not remembered was never followed, for certain. Else whoever tells it
 * must look into the stream itself, and say up to where it looked.
 */
final class ProcessedReturns {

    /** So many are remembered for one SKU; more of them between a decision and its following only cost a look. */
    static final int MOST = 1_000;

    private Map<String, Long> versions = new LinkedHashMap<>();
    private long forgottenUpTo = -1;

    ProcessedReturns() {}

    boolean contain(ReservationId reservation, int number) {
        return versions.containsKey(key(reservation, number));
    }

    /** Whether every return that was followed after an event of the stream is remembered. */
    boolean allRememberedAfter(long version) {
        return forgottenUpTo <= version;
    }

    void note(ReservationId reservation, int number, long version) {
        versions.put(key(reservation, number), version);
        Iterator<Long> oldestFirst = versions.values().iterator();
        while (versions.size() > MOST) {
            forgottenUpTo = Math.max(forgottenUpTo, oldestFirst.next());
            oldestFirst.remove();
        }
    }

    private static String key(ReservationId reservation, int number) {
        return reservation.value() + "/" + number;
    }
}
