package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader gets all events of the types that it handles, and of the others as many as its token needs. */
class UnhandledEventsAreSkippedTest {

    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final SkippingStream stream = new SkippingStream(store.openStream(null));
    private int appended;

    @AfterEach
    void close() {
        stream.close();
        store.shutDown();
    }

    private void append(Object... payloads) {
        for (Object payload : payloads) {
            store.publish(new GenericDomainEventMessage<>("type", "stream", appended++, payload));
        }
    }

    private void append(int count, Object payload) {
        append(IntStream.range(0, count).mapToObj(i -> payload).toArray());
    }

    /** The payloads that are available, with the position of the last. */
    private record Read(List<Object> payloads, long position) {}

    private Read readAll() throws InterruptedException {
        List<Object> payloads = new ArrayList<>();
        long position = -1;
        while (stream.hasNextAvailable()) {
            TrackedEventMessage<?> event = stream.nextAvailable();
            payloads.add(event.getPayload());
            position = event.trackingToken().position().orElse(-1);
        }
        return new Read(payloads, position);
    }

    private void skipStrings() throws InterruptedException {
        append("first");
        stream.skipMessagesWithPayloadTypeOf(stream.nextAvailable());
    }

    @Test
    void withoutASkippedTypeEveryEventIsDelivered() throws InterruptedException {
        append("a", 1, "b", 2);

        assertThat(readAll().payloads()).containsExactly("a", 1, "b", 2);
    }

    @Test
    void handledEventsAreDeliveredInTheirOrderAndSkippedOnesBetweenThemAreNot() throws InterruptedException {
        skipStrings();
        append("a", 1, "b", "c", 2, 3);

        assertThat(readAll().payloads()).containsExactly(1, 2, 3);
    }

    @Test
    void theLastEventIsDeliveredSoThatTheTokenReachesTheHead() throws InterruptedException {
        skipStrings();
        append(1, "a", "b", "c");

        Read read = readAll();

        assertThat(read.payloads()).containsExactly(1, "c");
        assertThat(read.position()).isEqualTo(store.createHeadToken().position().orElseThrow());
    }

    @Test
    void peekDoesNotConsume() throws InterruptedException {
        skipStrings();
        append("a", 1);

        assertThat(stream.peek().orElseThrow().getPayload()).isEqualTo(1);
        assertThat(stream.nextAvailable().getPayload()).isEqualTo(1);
        assertThat(stream.peek()).isEmpty();
    }

    @Test
    void ofManySkippedEventsSomeAreDelivered() throws InterruptedException {
        skipStrings();
        append(5 * (SkippingStream.MAX_SKIPPED + 1), "a");

        assertThat(readAll().payloads()).hasSize(5);
    }
}
