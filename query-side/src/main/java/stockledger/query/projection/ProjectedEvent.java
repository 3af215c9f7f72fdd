package stockledger.query.projection;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/**
 * An event with its metadata, as projections receive it.
 *
 * @param payload a record of {@code stockledger.events}
 * @param stream identifier of its aggregate
 * @param sequence its sequence number in that stream, from 0
 * @param at its timestamp
 * @param actor the caller that caused it
 * @param trace its {@code traceparent}; null without a trace
 * @param id its identifier in the event store
 */
public record ProjectedEvent(
        Object payload,
        String stream,
        long sequence,
        Instant at,
        String actor,
        @Nullable String trace,
        String id) {

    /** An event without a trace. */
    public ProjectedEvent(Object payload, String stream, long sequence, Instant at, String actor) {
        this(payload, stream, sequence, at, actor, null, stream + "#" + sequence);
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
                trace == null ? null : trace.toString(),
                message.getIdentifier());
    }
}
