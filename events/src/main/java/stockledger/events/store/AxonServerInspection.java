package stockledger.events.store;

import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import stockledger.events.EventStoreInspection;

/** Questions to Axon Server, which appends a transaction at its end: none is open. */
final class AxonServerInspection implements EventStoreInspection {

    private static final int MAX_WAIT_MILLIS = 1_000;

    private final EventStore events;
    private final Supplier<EventChannel> channel;

    AxonServerInspection(EventStore events, Supplier<EventChannel> channel) {
        this.events = events;
        this.channel = channel;
    }

    @Override
    public String kind() {
        return "axonserver";
    }

    @Override
    public @Nullable EventPlace first() {
        return after(events.createTailToken());
    }

    @Override
    public @Nullable EventPlace last() {
        TrackingToken head = events.createHeadToken();
        long position = head == null ? -1 : head.position().orElse(-1);
        return position < 0 ? null : after(new GlobalSequenceTrackingToken(position - 1));
    }

    private @Nullable EventPlace after(@Nullable TrackingToken token) {
        try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(token)) {
            return stream.hasNextAvailable(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                    ? place(stream.nextAvailable())
                    : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static @Nullable EventPlace place(TrackedEventMessage<?> event) {
        return event instanceof DomainEventMessage<?> domain
                ? new EventPlace(
                        event.trackingToken().position().orElse(-1),
                        domain.getAggregateIdentifier(),
                        domain.getSequenceNumber(),
                        event.getIdentifier(),
                        event.getTimestamp())
                : null;
    }

    @Override
    public boolean contains(EventPlace event) {
        // The bound is one higher: 0 means no bound.
        AggregateEventStream stored =
                channel.get().openAggregateStream(event.stream(), event.sequence(), event.sequence() + 1);
        try {
            return stored.asStream()
                    .anyMatch(one -> one.getAggregateSequenceNumber() == event.sequence()
                            && one.getMessageIdentifier().equals(event.id()));
        } finally {
            stored.cancel();
        }
    }

    @Override
    public boolean hasOpenAppends() {
        return false;
    }

    @Override
    public List<MissingPosition> missing(Collection<Long> positions) {
        return List.of();
    }

    @Override
    public List<OpenAppend> openAppends() {
        return List.of();
    }

    @Override
    public boolean end(OpenAppend append) {
        return false;
    }
}
