package stockledger.events;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What a caller has seen acknowledged: for each event stream that its command touched, the sequence number of the last
 * event. A read that carries it is never older. Opaque to callers; a merge of several is as good as each of them.
 *
 * <p>It names streams, not a position in the whole store, so that it means the same on every event store and a reader
 * waits for nothing but what it reads.
 *
 * @param versions stream name to last sequence number, at least 0
 */
public record ConsistencyToken(Map<String, Long> versions) {

    /** Longest written form that is read, in characters. */
    public static final int LONGEST = 48 * 1024;

    /** Text up to this long, in bytes, is written as it is. */
    private static final int SHORT = 200;

    /** Most streams that are waited for at once: those of five of the largest carts. */
    static final int MOST_STREAMS = 5_000;

    /** Largest unpacked form, in bytes: a thousand streams with the longest names. */
    private static final int LARGEST_UNPACKED = 128 * 1024;

    public ConsistencyToken {
        versions = Map.copyOf(versions);
    }

    public static ConsistencyToken of(String stream, long version) {
        return new ConsistencyToken(Map.of(stream, version));
    }

    /** The version of a stream that a read must have reached; -1 when the token says nothing of it. */
    public long versionOf(String stream) {
        return versions.getOrDefault(stream, -1L);
    }

    /** A token that is at or after both. */
    public ConsistencyToken and(ConsistencyToken other) {
        Map<String, Long> both = new TreeMap<>(versions);
        other.versions.forEach((stream, version) -> both.merge(stream, version, Math::max));
        return new ConsistencyToken(both);
    }

    /** The written form: URL-safe, a cart of twenty SKUs takes some 200 characters. */
    public String encoded() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(versions)
                .forEach((stream, version) ->
                        text.append(stream).append('@').append(version).append(' '));
        byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] packed = plain.length <= SHORT ? stored(plain) : deflated(plain);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(packed);
    }

    /** A last, stored block of RFC 1951, 3.2.4: what is short is not worth the quarter megabyte that packing takes. */
    private static byte[] stored(byte[] plain) {
        return ByteBuffer.allocate(plain.length + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putShort((short) plain.length)
                .putShort((short) ~plain.length)
                .put(plain)
                .array();
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * Reads a token, or several separated by commas as HTTP joins repeated headers.
     *
     * @throws IllegalArgumentException when the text is no token of this service
     */
    public static ConsistencyToken decode(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("longer than any consistency token");
        }
        Map<String, Long> versions = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            for (String entry : unpack(part.strip()).split(" ", -1)) {
                if (!entry.isEmpty()) {
                    read(entry, versions);
                }
                if (versions.size() > MOST_STREAMS) {
                    throw new IllegalArgumentException("more streams than any consistency token names");
                }
            }
        }
        return new ConsistencyToken(versions);
    }

    private static void read(String entry, Map<String, Long> versions) {
        int at = entry.lastIndexOf('@');
        if (at <= 0) {
            throw new IllegalArgumentException("not a consistency token");
        }
        long version = Long.parseLong(entry.substring(at + 1));
        if (version < 0) {
            throw new IllegalArgumentException("not a consistency token");
        }
        versions.merge(entry.substring(0, at), version, Math::max);
    }

    private static String unpack(String part) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Base64.getUrlDecoder().decode(part));
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 && !inflater.finished() || plain.size() > LARGEST_UNPACKED) {
                    throw new IllegalArgumentException("not a consistency token");
                }
                plain.write(buffer, 0, read);
            }
            return plain.toString(StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a consistency token", e);
        } finally {
            inflater.end();
        }
    }
}
