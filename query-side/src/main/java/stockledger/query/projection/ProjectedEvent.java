package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import stockledger.events.NewerEventException;
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
 * @param reason that was given with the command; null for none
 * @param position its global index; {@link #UNKNOWN} when it was read from its stream
 */
public record ProjectedEvent(
        Object payload,
        String stream,
        long sequence,
        Instant at,
        String actor,
        @Nullable String trace,
        String id,
        @Nullable String reason,
        long position) {

    /** The position of an event whose global index is not known. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    private static final String ANONYMOUS = "anonymous";

    /** An event without a trace. */
    public ProjectedEvent(Object payload, String stream, long sequence, Instant at, String actor) {
        this(payload, stream, sequence, at, actor, null, stream + "#" + sequence);
    }

    /** An event whose position is unknown. */
    public ProjectedEvent(
            Object payload, String stream, long sequence, Instant at, String actor, @Nullable String trace, String id) {
        this(payload, stream, sequence, at, actor, trace, id, null, UNKNOWN);
    }

    /** @throws RuntimeException when its content cannot be read */
    static ProjectedEvent of(DomainEventMessage<?> message) {
        Object actor = message.getMetaData().get(Provenance.ACTOR);
        Object reason = message.getMetaData().get(Provenance.REASON);
        Object trace = message.getMetaData().get(Provenance.TRACE_PARENT);
        return new ProjectedEvent(
                message.getPayload(),
                message.getAggregateIdentifier(),
                message.getSequenceNumber(),
                message.getTimestamp(),
                actor == null ? ANONYMOUS : actor.toString(),
                trace == null ? null : trace.toString(),
                message.getIdentifier(),
                reason == null ? null : reason.toString(),
                position(message));
    }

    /**
     * The same, with an {@link UnreadablePayload} when its content cannot be read.
     *
     * @throws EventStoreException when the event store is away, and nothing is known about the event
     */
    static ProjectedEvent evenUnreadable(DomainEventMessage<?> message) {
        try {
            return of(message);
        } catch (EventStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            return new ProjectedEvent(
                    new UnreadablePayload(message.getPayloadType(), e),
                    message.getAggregateIdentifier(),
                    message.getSequenceNumber(),
                    message.getTimestamp(),
                    ANONYMOUS,
                    null,
                    message.getIdentifier(),
                    null,
                    position(message));
        }
    }

    /** Of its payload, whether it can be read or not. */
    Class<?> payloadType() {
        return payload instanceof UnreadablePayload unreadable ? unreadable.type() : payload.getClass();
    }

    /** The name of its type, as it is stored. */
    public String typeName() {
        return payload instanceof UnreadablePayload unreadable
                ? typeName(unreadable.type(), unreadable.cause())
                : storedName(payload.getClass());
    }

    /** The name of a type whose event cannot be read: the stored one when a newer release has stored it. */
    static String typeName(Class<?> type, RuntimeException unreadable) {
        NewerEventException newer = NewerEventException.in(unreadable);
        return newer == null ? storedName(type) : newer.storedType();
    }

    /** The name under which events of a type are stored. */
    static String storedName(Class<?> type) {
        JsonTypeName name = type.getAnnotation(JsonTypeName.class);
        return name == null ? type.getSimpleName() : name.value();
    }

    /** That of an event which was appended late is the greatest position read before it. */
    private static long position(DomainEventMessage<?> message) {
        return message instanceof TrackedEventMessage<?> tracked
                ? tracked.trackingToken().position().orElse(UNKNOWN)
                : UNKNOWN;
    }
}
