package stockledger.query.projection;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import stockledger.events.NewerEventException;

/** Which document an event changes: its payload says it or, when it cannot be read or says nothing, the name of its stream. */
final class Keys {

    private Keys() {}

    /**
     * The key of an event; null for one that a selective projection does not select.
     *
     * @throws EventStoreException when the event store is away
     * @throws RuntimeException when the key is unknown, or a newer release has stored the event
     */
    static @Nullable String of(Projection<?> projection, DomainEventMessage<?> message) {
        try {
            return projection.isSelective()
                    ? projection.selectedKey(ProjectedEvent.of(message))
                    : projection.keyOf(message.getPayload());
        } catch (EventStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            return ofStream(projection, message.getAggregateIdentifier(), e);
        }
    }

    static @Nullable String of(Projection<?> projection, ProjectedEvent event) {
        if (event.payload() instanceof UnreadablePayload unreadable) {
            return ofStream(projection, event.stream(), unreadable.cause());
        }
        try {
            return projection.isSelective() ? projection.selectedKey(event) : projection.keyOf(event.payload());
        } catch (RuntimeException e) {
            return ofStream(projection, event.stream(), e);
        }
    }

    private static String ofStream(Projection<?> projection, String stream, RuntimeException unreadable) {
        String key = projection.keyOfStream(stream);
        if (key == null || NewerEventException.in(unreadable) != null) {
            throw unreadable;
        }
        return key;
    }
}
