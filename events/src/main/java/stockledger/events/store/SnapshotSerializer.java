package stockledger.events.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;

/**
 * Stores snapshots as JSON, and larger ones as gzip of the same JSON: a hundred thousand open claims are then a fourth of
 * their size. Both forms are read.
 */
final class SnapshotSerializer extends NamedJsonSerializer {

    /** Smaller snapshots stay readable in the store, and compressing them saves no page of it. */
    static final int COMPRESSED_ABOVE_BYTES = 8 << 10;

    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private final int maxBytes;

    /** @param maxBytes the largest snapshot that the event store accepts, in bytes */
    SnapshotSerializer(EventNames names, ObjectMapper json, int maxBytes) {
        super(names, json);
        this.maxBytes = maxBytes;
    }

    /**
     * @throws SerializationException when it would be larger than the event store accepts; Axon logs it and goes on
     *     without this snapshot
     */
    @Override
    public <T> SerializedObject<T> serialize(Object snapshot, Class<T> form) {
        SerializedObject<byte[]> json = super.serialize(snapshot, byte[].class);
        byte[] content = json.getData();
        if (content.length > COMPRESSED_ABOVE_BYTES) {
            content = compressed(content);
        }
        if (content.length > maxBytes) {
            throw new SerializationException("a snapshot " + json.getType().getName() + " of " + content.length
                    + " bytes is larger than the " + maxBytes
                    + " that the event store accepts: its stream is read from the last smaller one");
        }
        return new SimpleSerializedObject<>(getConverter().convert(content, form), form, json.getType());
    }

    @Override
    public <S, T> T deserialize(SerializedObject<S> stored) {
        if (!getConverter().canConvert(stored.getContentType(), byte[].class)) {
            return super.deserialize(stored);
        }
        byte[] content = getConverter().convert(stored, byte[].class).getData();
        if (content.length < 2 || (content[0] & 0xff) != GZIP_MAGIC_1 || (content[1] & 0xff) != GZIP_MAGIC_2) {
            return super.deserialize(stored);
        }
        return super.deserialize(new SimpleSerializedObject<>(decompressed(content), byte[].class, stored.getType()));
    }

    private static byte[] compressed(byte[] json) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new FastGzip(compressed)) {
            gzip.write(json);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return compressed.toByteArray();
    }

    private static byte[] decompressed(byte[] content) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return gzip.readAllBytes();
        } catch (IOException damaged) {
            throw new SerializationException("the compressed snapshot cannot be read", damaged);
        }
    }

    /** Ids are most of a large snapshot and hardly compress further at a higher level. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
