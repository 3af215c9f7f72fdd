package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.Test;
import stockledger.events.Sku;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent.ChunkStored;

/** The rows of an upload are in its stream; a reader of all events gets every event, but not these rows. */
class UploadedRowsAreNotTrackedTest {

    private static final ChunkStored CHUNK = new ChunkStored("u", 0, 0, List.of(StoredRow.of(2, "{\"sku\":\"A\"}")));

    @Test
    void theRowsAreReadFromTheStreamOnly() throws Exception {
        try (EmbeddedPostgres postgres = EventStoreNode.postgres();
                EventStoreNode node = new EventStoreNode(postgres);
                BlockingStream<TrackedEventMessage<?>> all = node.events().openStream(null)) {
            node.events()
                    .publish(
                            new GenericDomainEventMessage<>("chunk", "chunk:u:0.0", 0, CHUNK),
                            EventStoreNode.receipt(new Sku("A"), 0));

            TrackedEventMessage<?> chunk = all.nextAvailable();
            assertThat(chunk.getPayloadType()).isEqualTo(ChunkStored.class);
            assertThat(((ChunkStored) chunk.getPayload()).rows()).isNull();
            assertThat(all.nextAvailable().getPayload()).hasFieldOrPropertyWithValue("sku", new Sku("A"));
            assertThat(node.events().readEvents("chunk:u:0.0").next().getPayload())
                    .isEqualTo(CHUNK);
        }
    }
}
