package stockledger.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event store says about itself, beyond its events: the same questions to each kind. */
public interface EventStoreInspection {

    /** A transaction that is open for less time is an ordinary append. */
    int MIN_OPEN_SECONDS = 2;

    /** {@code jdbc} or {@code axonserver}. */
    String kind();

    /** The first event, which identifies the store; null when there is none. */
    @Nullable
    EventCoordinates first();

    /** The last event in the global order; null when there is none. */
    @Nullable
    EventCoordinates last();

    /** Whether the store has exactly this event at this place of its stream. */
    boolean contains(EventCoordinates event);

    /** Whether a transaction takes positions before it commits, so that readers may have to wait for it. */
    boolean hasOpenAppends();

    /** Those of these positions that have no event, at most 1,000. */
    List<MissingPosition> missing(Collection<Long> positions);

    /**
     * The transactions that are open for {@link #MIN_OPEN_SECONDS} and have appended events: readers wait for them. The oldest first;
     * empty for a store without transactions.
     */
    List<OpenAppend> openAppends();

    /**
     * Ends an open transaction, which is rolled back as a whole.
     *
     * @return false when it is over already, or must not be ended by this user
     */
    boolean end(OpenAppend append);

    /**
     * An event by its places.
     *
     * @param position its global index
     * @param stream its stream
     * @param sequence its number in the stream
     * @param id its identifier
     * @param at when it happened
     */
    record EventCoordinates(long position, String stream, long sequence, String id, Instant at) {}

    /**
     * A position without an event, while there are events after it.
     *
     * @param since when the next event happened; null when there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MissingPosition(long position, @Nullable Instant since) {}

    /**
     * An open transaction that has appended events.
     *
     * @param pid of the server process that runs it
     * @param application the name of the process that opened it; an instance of this service has its host and process id in it
     * @param client its address; null for a Unix socket
     * @param since when it began
     * @param ageSeconds how long it had been open
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OpenAppend(
            int pid,
            String application,
            String user,
            @Nullable String client,
            String state,
            Instant since,
            long ageSeconds) {}
}
