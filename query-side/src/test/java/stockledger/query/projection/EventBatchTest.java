package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message of many events has all that the processor handles, in order, and the token of the last that was read. */
class EventBatchTest {

    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private TrackingEventStream stream;

    @BeforeEach
    void open() {
        stream = store.openStream(null);
    }

    @AfterEach
    void close() {
        stream.close();
        store.shutDown();
    }

    @Test
    void anEventAloneIsDeliveredAsItIs() throws InterruptedException {
        store.publish(event(0, "handled"));

        TrackedEventMessage<?> next = next();

        assertThat(next.getPayload()).isEqualTo("handled");
        assertThat(EventBatch.sizeOf(next)).isEqualTo(1);
        assertThat(payloads(next)).containsExactly("handled");
    }

    @Test
    void moreEventsThanAMessageHoldsAreDeliveredInOrder() throws InterruptedException {
        int events = 2 * EventBatch.MAX_EVENTS + 1;
        store.publish(LongStream.range(0, events)
                .mapToObj(sequence -> event(sequence, "number " + sequence))
                .toList());

        List<Object> received = new ArrayList<>();
        while (received.size() < events) {
            TrackedEventMessage<?> next = next();
            assertThat(EventBatch.sizeOf(next)).isLessThanOrEqualTo(EventBatch.MAX_EVENTS);
            received.addAll(payloads(next));
            assertThat(next.trackingToken().position()).hasValue(received.size() - 1L);
        }

        assertThat(received)
                .isEqualTo(LongStream.range(0, events)
                        .mapToObj(sequence -> "number " + sequence)
                        .toList());
    }

    @Test
    void eventsOfOtherTypesAreLeftOutAndTheTokenPassesThem() throws InterruptedException {
        store.publish(event(0, 1), event(1, "handled"), event(2, 2), event(3, "handled too"), event(4, 3));

        TrackedEventMessage<?> next = next();

        assertThat(payloads(next)).containsExactly("handled", "handled too");
        assertThat(next.trackingToken().position()).hasValue(4);
    }

    @Test
    void theLastOfEventsThatAreAllOfOtherTypesIsDelivered() throws InterruptedException {
        store.publish(event(0, 1), event(1, 2));

        TrackedEventMessage<?> next = next();

        assertThat(next.getPayload()).isEqualTo(2);
        assertThat(next.trackingToken().position()).hasValue(1);
    }

    private TrackedEventMessage<?> next() throws InterruptedException {
        return EventBatch.next(stream, type -> type == String.class);
    }

    private static List<Object> payloads(TrackedEventMessage<?> message) {
        return EventBatch.eventsOf(message).stream()
                .<Object>map(DomainEventMessage::getPayload)
                .toList();
    }

    private static DomainEventMessage<?> event(long sequence, Object payload) {
        return new GenericDomainEventMessage<>("type", "stream", sequence, payload);
    }
}
