package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.protobuf.ByteString;
import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import java.util.List;
import java.util.stream.Stream;
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
                .setPayload(SerializedObject.newBuilder()
                        .setType(payload.getType().getName())
                        .setRevision(payload.getType().getRevision())
                        .setData(ByteString.copyFrom(payload.getData())))
                .build();
    }

    @Test
    void theStreamIsBoundedAndCancelled() {
        StockReceived event = new StockReceived(SKU, new LocationId("north"), 3, "note");
        AggregateEventStream stream = mock();
        when(stream.asStream()).thenReturn(Stream.of(stored(event)));
        EventChannel channel = mock();
        when(channel.openAggregateStream(anyString(), anyLong(), anyLong())).thenReturn(stream);

        assertThat(new SingleEvents(() -> channel, json)
                        .read(SKU.stockStream(), 7)
                        .getPayload())
                .isEqualTo(event);
        verify(channel).openAggregateStream(SKU.stockStream(), 7, 8);
        verify(stream).cancel();
    }
}
