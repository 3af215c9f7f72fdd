package stockledger.events.store;

import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import java.util.function.Supplier;
import org.axonframework.axonserver.connector.event.axon.GrpcBackedDomainEventData;
import org.axonframework.axonserver.connector.event.axon.GrpcMetaDataAwareSerializer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;

/**
 * Reads one event of a stream from Axon Server. Axon's event store can only read all events from one on, through a stream that
 * cannot be closed: Axon Server would keep it open.
 */
final class SingleEvents implements HeldEvents.Reader {

    private final Supplier<EventChannel> channel;
    private final Serializer serializer;

    SingleEvents(Supplier<EventChannel> channel, Serializer serializer) {
        this.channel = channel;
        this.serializer = new GrpcMetaDataAwareSerializer(serializer);
    }

    @Override
    public DomainEventMessage<?> read(String stream, long sequence) {
        // The bound is one higher: 0 means no bound.
        AggregateEventStream stored = channel.get().openAggregateStream(stream, sequence, sequence + 1);
        try {
            return EventStreamUtils.upcastAndDeserializeDomainEvents(
                            stored.asStream().map(GrpcBackedDomainEventData::new),
                            serializer,
                            NoOpEventUpcaster.INSTANCE)
                    .next();
        } finally {
            stored.cancel();
        }
    }
}
