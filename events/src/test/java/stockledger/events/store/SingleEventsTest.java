package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.grpc.MetaDataValue;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.StockEvent.StockReceived;

/** One event is read from Axon Server through a stream that ends. */
class SingleEventsTest {

    private static final Sku SKU = new Sku("A");

    private final Serializer json =
            new NamedJsonSerializer(EventNames.with(new SnapshotTypes(List.of())), EventJson.forEvents());

    private Event stored(StockReceived event) {
        var payload = json.serialize(event, byte[].class);
        return Event.newBuilder()
                .setAggregateType("stock")
                .setAggregateIdentifier(SKU.stockStream())
                .setAggregateSequenceNumber(7)
                .setMessageIdentifier("m")
                .putMetaData(
                        "actor",
                        MetaDataValue.newBuilder().setTextValue("robin").build())
                .setPayload(SerializedObject.newBuilder()
                        .setType(payload.getType().getName())
                        .setRevision(payload.getType().getRevision())
                        .setData(ByteString.copyFrom(payload.getData())))
                .build();
    }

    @Test
    void theStreamIsBoundedAndCancelled() {
        StockReceived event = new StockReceived(SKU, new LocationId("north"), 3, "note");
        Stored stream = new Stored(stored(event));
        List<Object> opened = new ArrayList<>();
        EventChannel channel = (EventChannel) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EventChannel.class}, (proxy, method, arguments) -> {
                    opened.addAll(List.of(arguments));
                    return stream;
                });

        DomainEventMessage<?> read = new SingleEvents(() -> channel, json).read(SKU.stockStream(), 7);

        assertThat(read.getPayload()).isEqualTo(event);
        assertThat(read.getMetaData()).containsEntry("actor", "robin");
        assertThat(opened).containsExactly(SKU.stockStream(), 7L, 8L);
        assertThat(stream.cancelled).isTrue();
    }

    /** A stream of one event. */
    private static final class Stored implements AggregateEventStream {

        private final Event event;
        private boolean read;
        private boolean cancelled;

        Stored(Event event) {
            this.event = event;
        }

        @Override
        public Event next() {
            read = true;
            return event;
        }

        @Override
        public boolean hasNext() {
            return !read;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
