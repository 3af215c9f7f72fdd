package stockledger.query.projection;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import stockledger.events.Provenance;

/**
 * One event as a view sees it.
 *
 * @param event a record of {@code stockledger.events}
 * @param stream the stream it is of
 * @param sequence its place in that stream, from 0
 * @param at when it happened
 * @param actor who did it
 */
public record Happened(Object event, String stream, long sequence, Instant at, String actor) {

    static Happened of(DomainEventMessage<?> message) {
        Object actor = message.getMetaData().get(Provenance.ACTOR);
        return new Happened(
                message.getPayload(),
                message.getAggregateIdentifier(),
                message.getSequenceNumber(),
                message.getTimestamp(),
                actor == null ? "anonymous" : actor.toString());
    }
}
