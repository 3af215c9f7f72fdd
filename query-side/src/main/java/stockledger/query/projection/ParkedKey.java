package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of an epoch whose next event cannot be processed. Its document stays as it was before that event, and its later events
 * wait for it.
 *
 * @param stream of the event
 * @param sequence of the event in its stream
 * @param eventId of the event, by which it can be looked up; an event store that was restored may have another one at its place
 * @param type of the event, as it is stored
 * @param position global index of the event; null when it is unknown
 * @param cause the exception's class and where it was thrown, without its message, which may quote the event
 * @param since when it was parked
 * @param lastAttempt when the event was tried last
 * @param attempts how often it was tried
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParkedKey(
        String projection,
        int epoch,
        String key,
        String stream,
        long sequence,
        String eventId,
        String type,
        @Nullable Long position,
        String cause,
        Instant since,
        Instant lastAttempt,
        int attempts) {

    Epoch ofEpoch() {
        return new Epoch(projection, epoch);
    }

    /** Whether it is parked for this event. */
    boolean isParkedFor(ProjectedEvent event) {
        return stream.equals(event.stream()) && sequence == event.sequence();
    }
}
