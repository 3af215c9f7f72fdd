package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;

/** A large snapshot is stored compressed, both forms are read, and one that the event store would refuse is not sent. */
class LargeSnapshotsAreCompressedTest {

    private static final EventNames NAMES = EventNames.with(new SnapshotTypes(List.of(Claims.class)));

    /** Stands for an aggregate. */
    @JsonTypeName("snapshot.claims")
    @Revision("1")
    record Claims(List<String> ids) {}

    @Test
    void aSmallOneIsStoredAsJson() {
        SerializedObject<byte[]> stored = serializer(1_000).serialize(claims(3), byte[].class);

        assertThat(new String(stored.getData(), StandardCharsets.UTF_8)).startsWith("{\"ids\":[\"");
        assertThat(stored.getType().getName()).isEqualTo("snapshot.claims");
        assertThat(stored.getType().getRevision()).isEqualTo("1");
        assertThat(serializer(1_000).<byte[], Claims>deserialize(stored)).isEqualTo(claims(3));
    }

    @Test
    void aLargeOneIsStoredCompressed() {
        SnapshotSerializer serializer = serializer(Integer.MAX_VALUE);
        SerializedObject<byte[]> stored = serializer.serialize(claims(10_000), byte[].class);

        assertThat(stored.getData()).startsWith(0x1f, 0x8b).hasSizeLessThan(10_000 * 25);
        assertThat(stored.getType().getName()).isEqualTo("snapshot.claims");
        assertThat(serializer.<byte[], Claims>deserialize(stored)).isEqualTo(claims(10_000));
    }

    @Test
    void aLargeOneOfAnEarlierReleaseIsReadAsJson() throws Exception {
        byte[] json = EventJson.forSnapshots().writeValueAsBytes(claims(10_000));

        assertThat(serializer(1_000)
                        .<byte[], Claims>deserialize(
                                new SimpleSerializedObject<>(json, byte[].class, "snapshot.claims", "1")))
                .isEqualTo(claims(10_000));
    }

    @Test
    void oneThatExceedsTheLimitIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> serializer(100_000).serialize(claims(10_000), byte[].class))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("snapshot.claims")
                .hasMessageContaining("100000");
    }

    @Test
    void theLimitIsTheMessageSizeOfAxonServerLessAReserve() {
        AxonServerConfiguration configuration = new AxonServerConfiguration();
        assertThat(AxonServerEventStoreConfiguration.maxSnapshotBytes(configuration))
                .isEqualTo((4 << 20) - (64 << 10));

        configuration.setMaxMessageSize(10 << 20);
        assertThat(AxonServerEventStoreConfiguration.maxSnapshotBytes(configuration))
                .isEqualTo((10 << 20) - (64 << 10));
    }

    private static SnapshotSerializer serializer(int maxBytes) {
        return new SnapshotSerializer(NAMES, EventJson.forSnapshots(), maxBytes);
    }

    private static Claims claims(int count) {
        Random random = new Random(7);
        return new Claims(Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()).toString())
                .limit(count)
                .toList());
    }
}
