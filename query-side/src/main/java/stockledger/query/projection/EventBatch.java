package stockledger.query.projection;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import stockledger.events.DeliveredEvent;

/**
 * Consecutive events that a processor receives as one message, with the token of the last. For each message Axon counts the
 * queues of all segments and adds it to each of them, which for single events takes as long as to fold them.
 *
 * @param events of types that the processor handles
 */
record EventBatch(List<DomainEventMessage<?>> events) {

    /** Axon's queues hold some 1,000 messages: more events in each would take memory, and save little more. */
    static final int MAX_EVENTS = 16;

    /** Payloads of one message, unless a single event is larger: more than most events need. */
    private static final int MAX_BYTES = 16 << 10;

    /** Chooses the types of events that a processor handles. */
    @FunctionalInterface
    interface Filter {
        boolean handles(Class<?> payloadType);
    }

    static int sizeOf(EventMessage<?> message) {
        return message.getPayloadType() == EventBatch.class ? eventsOf(message).size() : 1;
    }

    /** The events of a message that a processor receives. */
    static List<DomainEventMessage<?>> eventsOf(EventMessage<?> message) {
        return message.getPayload() instanceof EventBatch batch
                ? batch.events()
                : List.of((DomainEventMessage<?>) message);
    }

    /**
     * The next events of a stream as one message; waits for the first only. Events of other types are left out, but if
     * there is no other, the last of them is returned, so that the processor's token passes it.
     */
    static TrackedEventMessage<?> next(BlockingStream<TrackedEventMessage<?>> stream, Filter filter)
            throws InterruptedException {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        TrackedEventMessage<?> last;
        int read = 0;
        int bytes = 0;
        do {
            last = stream.nextAvailable();
            read++;
            bytes += DeliveredEvent.bytesOf(last);
            if (filter.handles(last.getPayloadType())) {
                events.add((DomainEventMessage<?>) last);
            } else {
                stream.skipMessagesWithPayloadTypeOf(last);
            }
        } while (read < MAX_EVENTS && bytes < MAX_BYTES && stream.hasNextAvailable());
        return events.isEmpty() || read == 1 ? last : message(events, last.trackingToken());
    }

    private static TrackedEventMessage<?> message(List<DomainEventMessage<?>> events, TrackingToken token) {
        EventMessage<?> first = events.get(0);
        return new GenericTrackedEventMessage<>(
                token,
                new GenericEventMessage<>(
                        first.getIdentifier(),
                        new EventBatch(List.copyOf(events)),
                        first.getMetaData(),
                        first.getTimestamp()));
    }
}
