package stockledger.query.projection;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/**
 * One event as a view sees it.
 *
 * @param event a record of {@code stockledger.events}
 * @param stream the stream it is of
 * @param sequence its place in that stream, from 0
 * @param at when it happened
 * @param actor who did it
 * @param trace where in a trace, as {@code traceparent}; null when in none
 */
public record ProjectedEvent(
        Object event,
        String stream,
        long sequence,
        Instant at,
        String actor,
        @Nullable String trace) {

    /** One that happened in no trace. */
    public ProjectedEvent(Object event, String stream, long sequence, Instant at, String actor) {
        this(event, stream, sequence, at, actor, null);
    }

    static ProjectedEvent of(DomainEventMessage<?> message) {
        Object actor = message.getMetaData().get(Provenance.ACTOR);
        Object trace = message.getMetaData().get(Provenance.TRACE_PARENT);
        return new ProjectedEvent(
                message.getPayload(),
                message.getAggregateIdentifier(),
                message.getSequenceNumber(),
                message.getTimestamp(),
                actor == null ? "anonymous" : actor.toString(),
                trace == null ? null : trace.toString());
    }
}
