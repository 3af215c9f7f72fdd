package stockledger.events;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Read-your-writes token: for each event stream that a command appended to, the sequence number of its last event. A
 * read that carries the token sees at least these events. Opaque to callers.
 *
 * <p>It names streams and not a position in the whole store, so that it means the same on every event store and a read
 * waits only for the streams it reads.
 *
 * @param versions stream name to last sequence number, at least 0
 */
public record ConsistencyToken(Map<String, Long> versions) {

    /**
     * Longest encoded form, in characters: a response whose headers do not fit into the server's buffer would fail, although
     * the command is stored.
     */
    static final int MAX_LENGTH = 48 * 1024;

    /** Texts up to this size, in bytes, are not compressed. */
    private static final int MAX_UNCOMPRESSED = 200;

    /** Most streams in one token: those of five of the largest carts. */
    static final int MAX_STREAMS = 5_000;

    /** Largest decompressed form, in bytes: a thousand streams with the longest names. */
    private static final int MAX_DECOMPRESSED = 128 * 1024;

    /** {@link Long#parseLong} would accept signs and the digits of all scripts. */
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,19}");

    public ConsistencyToken {
        versions = Map.copyOf(versions);
    }

    public static ConsistencyToken of(String stream, long version) {
        return new ConsistencyToken(Map.of(stream, version));
    }

    /** The version of a stream that a read must have reached; -1 when the token does not name the stream. */
    public long versionOf(String stream) {
        return versions.getOrDefault(stream, -1L);
    }

    /** The token with the later version of each stream. */
    public ConsistencyToken merge(ConsistencyToken other) {
        Map<String, Long> merged = new TreeMap<>(versions);
        other.versions.forEach((stream, version) -> merged.merge(stream, version, Math::max));
        return new ConsistencyToken(merged);
    }

    /**
     * The encoded form: URL-safe, about 200 characters for a cart of twenty SKUs, at most {@value #MAX_LENGTH}. A thousand
     * streams whose long names have nothing in common do not fit: the last of them in alphabetical order are left out.
     */
    public String encoded() {
        List<String> entries = new ArrayList<>(versions.size());
        new TreeMap<>(versions).forEach((stream, version) -> entries.add(stream + '@' + version + ' '));
        int kept = entries.size();
        String text = encoded(entries);
        while (text.length() > MAX_LENGTH) {
            // In proportion to the excess, and at least one less.
            kept = Math.min(kept - 1, (int) ((long) kept * MAX_LENGTH / text.length()));
            text = encoded(entries.subList(0, kept));
        }
        return text;
    }

    private static String encoded(List<String> entries) {
        byte[] plain = String.join("", entries).getBytes(StandardCharsets.UTF_8);
        byte[] compressed = plain.length <= MAX_UNCOMPRESSED ? storedBlock(plain) : deflated(plain);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(compressed);
    }

    /** The final stored block of RFC 1951, 3.2.4. A {@link Deflater} takes 256 KB, too much for a short text. */
    private static byte[] storedBlock(byte[] plain) {
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
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                compressed.write(buffer, 0, deflater.deflate(buffer));
            }
            return compressed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * Decodes a token, or several separated by commas as HTTP joins repeated headers; several are merged.
     *
     * @throws IllegalArgumentException when the text is not a token of this service
     */
    public static ConsistencyToken decode(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a consistency token is at most " + MAX_LENGTH + " characters long");
        }
        Map<String, Long> versions = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            for (String entry : decompress(part.strip()).split(" ", -1)) {
                if (!entry.isEmpty()) {
                    read(entry, versions);
                }
                if (versions.size() > MAX_STREAMS) {
                    throw new IllegalArgumentException("a consistency token names at most " + MAX_STREAMS + " streams");
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
        String version = entry.substring(at + 1);
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("not a consistency token");
        }
        versions.merge(entry.substring(0, at), Long.parseLong(version), Math::max);
    }

    private static String decompress(String part) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Base64.getUrlDecoder().decode(part));
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 && !inflater.finished() || plain.size() > MAX_DECOMPRESSED) {
                    throw new IllegalArgumentException("not a consistency token");
                }
                plain.write(buffer, 0, read);
            }
            if (inflater.getRemaining() > 0) {
                throw new IllegalArgumentException("not a consistency token");
            }
            return plain.toString(StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a consistency token", e);
        } finally {
            inflater.end();
        }
    }
}
