package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.grpc.MetaDataValue;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.store.lookup.StoredEvents.Address;

/** A page of events is read from Axon Server event by event, with all that is stored of each. */
class SeveralEventsOfAxonServerTest {

    private static final Sku SKU = new Sku("A");
    private static final String UNREADABLE = "{\"sku\":\"A\",\"locationId\":\"north\",\"quantity\":\"many\"}";

    private final NamedJsonSerializer json =
            new NamedJsonSerializer(EventNames.with(new SnapshotTypes(List.of())), EventJson.forEvents());
    private final List<Stored> opened = new ArrayList<>();
    private long failing = -1;
    private boolean unreadable;

    /** A stream has the events 0 to 19, and its last number is exclusive, as Axon Server has it. */
    private final EventChannel channel = (EventChannel) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {EventChannel.class}, (proxy, method, arguments) -> {
                long first = (Long) arguments[1];
                long end = (Long) arguments[2];
                Stored stream = new Stored(
                        LongStream.range(first, Math.min(end, 20))
                                .mapToObj(this::stored)
                                .iterator(),
                        first == failing);
                opened.add(stream);
                return stream;
            });

    private final AxonServerStoredEvents events = new AxonServerStoredEvents(() -> channel, json);

    private Event stored(long sequence) {
        var payload = json.serialize(received(sequence), byte[].class);
        SerializedType type = payload.getType();
        return Event.newBuilder()
                .setAggregateType("stock")
                .setAggregateIdentifier(SKU.stockStream())
                .setAggregateSequenceNumber(sequence)
                .setMessageIdentifier("m" + sequence)
                .putMetaData(
                        "actor",
                        MetaDataValue.newBuilder().setTextValue("robin").build())
                .setPayload(SerializedObject.newBuilder()
                        .setType(type.getName())
                        .setRevision(type.getRevision())
                        .setData(
                                unreadable
                                        ? ByteString.copyFromUtf8(UNREADABLE)
                                        : ByteString.copyFrom(payload.getData())))
                .build();
    }

    private static StockReceived received(long sequence) {
        return new StockReceived(SKU, new LocationId("north"), 1 + sequence, "note");
    }

    private static List<Address> addresses(long end) {
        return LongStream.range(0, end)
                .mapToObj(sequence -> new Address(SKU.stockStream(), sequence))
                .toList();
    }

    @Test
    void eachEventIsReadWithItsMetadata() {
        Map<Address, DomainEventMessage<?>> read = events.read(addresses(20));

        assertThat(read).hasSize(20);
        read.forEach((address, event) -> {
            assertThat(event.getPayload()).isEqualTo(received(address.sequence()));
            assertThat(event.getMetaData()).containsEntry("actor", "robin");
        });
        assertThat(opened).hasSize(20).allMatch(stream -> stream.cancelled);
    }

    @Test
    void anAddressWithoutAnEventIsLeftOut() {
        assertThat(events.read(addresses(22)).keySet()).containsExactlyInAnyOrderElementsOf(addresses(20));
    }

    /** Readers and the search show what is stored of an event that no release can read. */
    @Test
    void thePayloadIsTheStoredOneEvenIfItCannotBeRead() {
        unreadable = true;
        Address address = new Address(SKU.stockStream(), 3);

        DomainEventMessage<?> event = events.read(List.of(address)).get(address);

        assertThat(event.serializePayload(json, byte[].class).getData())
                .asString()
                .isEqualTo(UNREADABLE);
        assertThatThrownBy(event::getPayload).isInstanceOf(SerializationException.class);
    }

    @Test
    void afterAFailureNoStreamStaysOpen() {
        failing = 3;

        assertThatThrownBy(() -> events.read(addresses(10))).hasMessage("closed");
        assertThat(opened).hasSize(10).allMatch(stream -> stream.cancelled);
    }

    private static final class Stored implements AggregateEventStream {

        private final Iterator<Event> events;
        private final boolean fails;
        private boolean cancelled;

        Stored(Iterator<Event> events, boolean fails) {
            this.events = events;
            this.fails = fails;
        }

        @Override
        public Event next() {
            return events.next();
        }

        @Override
        public boolean hasNext() {
            if (fails) {
                throw new IllegalStateException("closed");
            }
            return events.hasNext();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
