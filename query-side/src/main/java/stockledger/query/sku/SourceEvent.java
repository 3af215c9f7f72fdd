package stockledger.query.sku;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.query.projection.ProjectedEvent;

/**
 * A stock event that a number is made of.
 *
 * @param sequence its sequence number in the stock stream
 * @param eventId its identifier in the event store
 * @param type its stored name
 * @param reason why the units changed, as the event says it: a reason of an adjustment or the cause of a release
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceEvent(
        long sequence,
        String eventId,
        String type,
        Instant at,
        String actor,
        @Nullable String reason,
        @Nullable String reference,
        @Nullable String reservationId,
        @Nullable String transferId) {

    static SourceEvent of(ProjectedEvent event) {
        return new SourceEvent(
                event.sequence(), event.id(), event.typeName(), event.at(), event.actor(), null, null, null, null);
    }

    SourceEvent because(@Nullable String why, @Nullable String note) {
        return new SourceEvent(sequence, eventId, type, at, actor, why, note, reservationId, transferId);
    }

    SourceEvent ofReservation(String id) {
        return new SourceEvent(sequence, eventId, type, at, actor, reason, reference, id, transferId);
    }

    SourceEvent ofTransfer(String id) {
        return new SourceEvent(sequence, eventId, type, at, actor, reason, reference, reservationId, id);
    }
}
