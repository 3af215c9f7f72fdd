package stockledger.events.store;

import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.event.axon.GrpcBackedDomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import stockledger.events.store.lookup.StoredEvents;

/** Reads single events of Axon Server, some at the same time. */
final class AxonServerStoredEvents implements StoredEvents {

    /** Requests that wait for Axon Server at the same time. */
    private static final int PARALLEL = 16;

    private final AxonServerConnectionManager connections;
    private final Serializer serializer;

    AxonServerStoredEvents(AxonServerConnectionManager connections, Serializer serializer) {
        this.connections = connections;
        this.serializer = serializer;
    }

    @Override
    public Map<Address, DomainEventMessage<?>> read(Collection<Address> addresses) {
        Map<Address, DomainEventMessage<?>> events = new HashMap<>();
        List<Address> all = List.copyOf(addresses);
        EventChannel channel = connections.getConnection().eventChannel();
        for (int from = 0; from < all.size(); from += PARALLEL) {
            List<Address> some = all.subList(from, Math.min(from + PARALLEL, all.size()));
            List<AggregateEventStream> streams = new ArrayList<>();
            for (Address address : some) {
                // The last number is exclusive.
                streams.add(channel.openAggregateStream(address.stream(), address.sequence(), address.sequence() + 1));
            }
            for (int i = 0; i < some.size(); i++) {
                put(some.get(i), streams.get(i), events);
            }
        }
        return events;
    }

    private void put(Address address, AggregateEventStream stream, Map<Address, DomainEventMessage<?>> events) {
        try {
            if (stream.hasNext()) {
                Stream<GrpcBackedDomainEventData> stored = Stream.of(new GrpcBackedDomainEventData(stream.next()));
                DomainEventMessage<?> event = EventStreamUtils.upcastAndDeserializeDomainEvents(
                                stored, serializer, NoOpEventUpcaster.INSTANCE)
                        .next();
                if (event.getSequenceNumber() == address.sequence()) {
                    events.put(address, event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventStoreException("interrupted while reading events", e);
        } finally {
            stream.cancel();
        }
    }

    @Override
    public OptionalLong positionOf(Address event) {
        return OptionalLong.empty();
    }

    @Override
    public String textOf(TrackingToken token) {
        return String.valueOf(token.position().orElse(-1));
    }

    @Override
    public TrackingToken tokenOf(String text) {
        return new GlobalSequenceTrackingToken(Long.parseLong(text));
    }
}
