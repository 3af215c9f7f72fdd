package stockledger.command.dispatch;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.serialization.UnknownSerializedType;

/** The events of an aggregate, none of which may be of a type that this release does not know: Axon would pass over it. */
final class KnownEvents {

    private KnownEvents() {}

    /** The same stream, which fails at an event of an unknown type with {@code NewerEventException}. */
    static DomainEventStream only(DomainEventStream stream) {
        return stream.filter(KnownEvents::isKnown);
    }

    private static boolean isKnown(DomainEventMessage<?> event) {
        if (event.getPayloadType() == UnknownSerializedType.class) {
            // Its serializer throws.
            event.getPayload();
        }
        return true;
    }
}
