package stockledger.events.store;

import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.event.axon.GrpcBackedDomainEventData;
import org.axonframework.axonserver.connector.event.axon.GrpcMetaDataAwareSerializer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import stockledger.events.store.lookup.StoredEvents;

/** Reads single events and parts of streams of Axon Server, some at the same time. */
final class AxonServerStoredEvents implements StoredEvents {

    /** Requests that wait for Axon Server at the same time. */
    private static final int PARALLEL = 16;

    private final Supplier<EventChannel> channel;
    private final Serializer serializer;

    AxonServerStoredEvents(Supplier<EventChannel> channel, Serializer serializer) {
        this.channel = channel;
        this.serializer = new GrpcMetaDataAwareSerializer(serializer);
    }

    @Override
    public Map<String, List<DomainEventMessage<?>>> readRanges(Collection<Range> ranges) {
        Map<String, List<DomainEventMessage<?>>> events = new HashMap<>();
        List<Range> all = List.copyOf(ranges);
        for (int from = 0; from < all.size(); from += PARALLEL) {
            read(all.subList(from, Math.min(from + PARALLEL, all.size())), events);
        }
        return events;
    }

    private void read(List<Range> some, Map<String, List<DomainEventMessage<?>>> events) {
        EventChannel open = channel.get();
        List<AggregateEventStream> streams = new ArrayList<>();
        try {
            for (Range range : some) {
                // The last number is exclusive.
                streams.add(open.openAggregateStream(range.stream(), range.first(), range.last() + 1));
            }
            for (int i = 0; i < some.size(); i++) {
                add(some.get(i), streams.get(i), events);
            }
        } finally {
            streams.forEach(AggregateEventStream::cancel);
        }
    }

    private void add(Range range, AggregateEventStream stream, Map<String, List<DomainEventMessage<?>>> events) {
        try {
            long last = range.first() - 1;
            while (last < range.last() && stream.hasNext()) {
                Stream<GrpcBackedDomainEventData> stored = Stream.of(new GrpcBackedDomainEventData(stream.next()));
                DomainEventMessage<?> event = EventStreamUtils.upcastAndDeserializeDomainEvents(
                                stored, serializer, NoOpEventUpcaster.INSTANCE)
                        .next();
                last = event.getSequenceNumber();
                if (last <= range.last()) {
                    events.computeIfAbsent(range.stream(), absent -> new ArrayList<>())
                            .add(event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventStoreException("interrupted while reading events", e);
        }
    }

    @Override
    public Map<Address, Long> positionsOf(Collection<Address> addresses) {
        return Map.of();
    }

    @Override
    public String textOf(TrackingToken token) {
        return String.valueOf(token.position().orElse(-1));
    }

    @Override
    public TrackingToken tokenOf(String text) {
        long position = Long.parseLong(text);
        if (position < 0) {
            throw new IllegalArgumentException("no position: " + position);
        }
        return new GlobalSequenceTrackingToken(position);
    }
}
