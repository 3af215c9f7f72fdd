package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.Test;
import stockledger.events.DeliveredEvent;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockReceived;

/** Events that readers hold keep their content up to a number of bytes; older ones are read again when they are needed. */
class HeldEventsAreBoundedInBytesTest {

    private static final Sku SKU = new Sku("A");
    private static final int LARGE = 100_000;
    private static final int MAX_BYTES = 10 * LARGE;

    private final Serializer json =
            new NamedJsonSerializer(EventNames.with(new SnapshotTypes(List.of())), EventJson.forEvents());
    private final List<Long> readAgain = new ArrayList<>();
    private final HeldEvents held = new HeldEvents(MAX_BYTES, json, (stream, sequence) -> {
        readAgain.add(sequence);
        return event(sequence, LARGE);
    });

    private static DomainEventMessage<StockEvent> event(long sequence, int size) {
        return new GenericDomainEventMessage<>(
                "stock",
                SKU.stockStream(),
                sequence,
                new StockReceived(SKU, new LocationId("north"), sequence + 1, "x".repeat(size)));
    }

    private List<TrackedEventMessage<?>> hold(int count, int size) {
        return IntStream.range(0, count)
                .<TrackedEventMessage<?>>mapToObj(i -> held.hold(
                        new GenericTrackedDomainEventMessage<>(
                                GapAwareTrackingToken.newInstance(i, List.of()), event(i, size)),
                        false))
                .toList();
    }

    private static long quantity(TrackedEventMessage<?> event) {
        return ((StockReceived) event.getPayload()).quantity();
    }

    @Test
    void eventsOfUsualSizeAreNotReadAgain() {
        List<TrackedEventMessage<?>> events = hold(5_000, 50);
        assertThat(events).extracting(HeldEventsAreBoundedInBytesTest::quantity).hasSize(5_000);
        assertThat(readAgain).isEmpty();
    }

    @Test
    void theNewestLargeEventsKeepTheirContent() {
        List<TrackedEventMessage<?>> events = hold(100, LARGE);
        events.subList(92, 100).forEach(event -> assertThat(event.getPayload()).isNotNull());
        assertThat(readAgain).isEmpty();
    }

    @Test
    void olderLargeEventsAreReadAgain() {
        List<TrackedEventMessage<?>> events = hold(100, LARGE);
        IntStream.range(0, 80).forEach(i -> assertThat(quantity(events.get(i))).isEqualTo(i + 1));
        assertThat(readAgain).hasSizeGreaterThanOrEqualTo(80).contains(0L, 79L);
    }

    @Test
    void allElseIsKnownWithoutTheContent() {
        TrackedEventMessage<?> first = hold(100, LARGE).get(0);
        assertThat(first.trackingToken().position()).hasValue(0);
        assertThat(first.getPayloadType()).isEqualTo(StockReceived.class);
        assertThat(((DomainEventMessage<?>) first).getAggregateIdentifier()).isEqualTo(SKU.stockStream());
        assertThat(DeliveredEvent.bytesOf(first)).isGreaterThan(LARGE);
        assertThat(DeliveredEvent.bytesOf(first.withTrackingToken(GapAwareTrackingToken.newInstance(5, List.of()))))
                .isGreaterThan(LARGE);
        assertThat(readAgain).isEmpty();
    }

    @Test
    void aReadThatFailsIsAnError() {
        HeldEvents without = new HeldEvents(0, json, (stream, sequence) -> {
            throw new IllegalStateException("the event store is away");
        });
        TrackedEventMessage<?> lost = without.hold(
                new GenericTrackedDomainEventMessage<>(
                        GapAwareTrackingToken.newInstance(0, List.of()), event(0, 2 * LARGE)),
                false);
        assertThatThrownBy(lost::getPayload)
                .isInstanceOf(EventStoreException.class)
                .hasRootCauseMessage("the event store is away");
    }
}
