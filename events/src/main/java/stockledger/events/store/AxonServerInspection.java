package stockledger.events.store;

import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import stockledger.events.EventStoreInspection;

/** Questions to Axon Server, which appends a transaction at its end: none is open. */
final class AxonServerInspection implements EventStoreInspection {

    /** Longest wait for an event that exists. */
    private static final int MAX_WAIT_SECONDS = 5;

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final Supplier<EventChannel> channel;

    AxonServerInspection(StreamableMessageSource<TrackedEventMessage<?>> events, Supplier<EventChannel> channel) {
        this.events = events;
        this.channel = channel;
    }

    @Override
    public String kind() {
        return "axonserver";
    }

    @Override
    public @Nullable EventCoordinates first() {
        return head() < 0 ? null : next(events.createTailToken());
    }

    @Override
    public @Nullable EventCoordinates last() {
        long head = head();
        return head < 0 ? null : next(new GlobalSequenceTrackingToken(head - 1));
    }

    private long head() {
        TrackingToken head = events.createHeadToken();
        return head == null ? -1 : head.position().orElse(-1);
    }

    /**
     * The event after a token.
     *
     * @throws EventStoreException when it is not sent in time: the store has it, so that no event would be a wrong answer
     */
    private @Nullable EventCoordinates next(@Nullable TrackingToken token) {
        try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(token)) {
            if (!stream.hasNextAvailable(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new EventStoreException(
                        "the event after " + token + " was not sent", new TimeoutException("the store is slow"));
            }
            return place(stream.nextAvailable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventStoreException("interrupted while reading events", e);
        }
    }

    private static @Nullable EventCoordinates place(TrackedEventMessage<?> event) {
        return event instanceof DomainEventMessage<?> domain
                ? new EventCoordinates(
                        event.trackingToken().position().orElse(-1),
                        domain.getAggregateIdentifier(),
                        domain.getSequenceNumber(),
                        event.getIdentifier(),
                        event.getTimestamp())
                : null;
    }

    @Override
    public boolean contains(EventCoordinates event) {
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
