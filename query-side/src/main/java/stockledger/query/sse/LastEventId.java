package stockledger.query.sse;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import stockledger.query.cache.CachedResponse;

/**
 * The versions of the pages that a client has. Every event carries them as its id, and clients send them back as {@code
 * Last-Event-ID}: for one SKU its entity tag such as {@code p3.s7}, for several an opaque text of at most a few
 * kilobytes. An id that cannot be parsed or belongs to other SKUs counts as no versions at all.
 */
final class LastEventId {

    private static final Pattern SINGLE = Pattern.compile("p([0-9]{1,18})(?:\\.s([0-9]{1,18}))?");
    private static final byte FORMAT = 1;
    private static final long NONE = -1;
    private static final int MAX_VARINT_BYTES = 9;
    private static final int HEADER_BYTES = 5;
    private static final int VARINT_MASK = 0x7f;
    private static final int VARINT_CONTINUES = 0x80;
    private static final int VARINT_BITS = 7;

    private final List<String> keys;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final long[] productVersions;
    private final long[] stockVersions;

    private LastEventId(List<String> keys) {
        this.keys = List.copyOf(keys);
        for (int i = 0; i < keys.size(); i++) {
            indexes.put(keys.get(i), i);
        }
        this.productVersions = new long[keys.size()];
        this.stockVersions = new long[keys.size()];
        clear();
    }

    /**
     * Parses the id that a client sent.
     *
     * @param keys the distinct keys that the client watches
     * @param id null when the client sent none
     */
    static LastEventId of(List<String> keys, @Nullable String id) {
        LastEventId versions = new LastEventId(keys);
        if (id != null && !(keys.size() == 1 ? versions.parseSingle(id) : versions.parseMultiple(id))) {
            versions.clear();
        }
        return versions;
    }

    List<String> keys() {
        return keys;
    }

    /** Whether the client has exactly this version. */
    boolean isAt(String key, CachedResponse page) {
        int index = indexOf(key);
        return productVersions[index] == page.productVersion() && stockVersions[index] == page.stockVersion();
    }

    /** Whether the client has an older version or none. */
    boolean isOlderThan(String key, CachedResponse page) {
        int index = indexOf(key);
        return productVersions[index] == NONE || isOlder(productVersions[index], stockVersions[index], page);
    }

    /** Whether a page of these versions is older than this page; neither version ever decreases. */
    static boolean isOlder(long product, long stock, CachedResponse page) {
        return page.productVersion() >= product
                && page.stockVersion() >= stock
                && (page.productVersion() > product || page.stockVersion() > stock);
    }

    void set(String key, CachedResponse page) {
        int index = indexOf(key);
        productVersions[index] = page.productVersion();
        stockVersions[index] = page.stockVersion();
    }

    void clear(String key) {
        productVersions[indexOf(key)] = NONE;
        stockVersions[indexOf(key)] = NONE;
    }

    private void clear() {
        Arrays.fill(productVersions, NONE);
        Arrays.fill(stockVersions, NONE);
    }

    private int indexOf(String key) {
        return Objects.requireNonNull(indexes.get(key));
    }

    String encoded() {
        if (keys.size() == 1) {
            return stockVersions[0] < 0 ? "p" + productVersions[0] : "p" + productVersions[0] + ".s" + stockVersions[0];
        }
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + keys.size() * 2 * MAX_VARINT_BYTES);
        buffer.put(FORMAT).putInt(checksumOfKeys());
        for (int i = 0; i < keys.size(); i++) {
            writeVarint(buffer, productVersions[i] + 1);
            writeVarint(buffer, stockVersions[i] + 1);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(buffer.array(), buffer.position()));
    }

    private boolean parseSingle(String id) {
        Matcher matcher = SINGLE.matcher(id);
        if (!matcher.matches()) {
            return false;
        }
        productVersions[0] = Long.parseLong(matcher.group(1));
        stockVersions[0] = matcher.group(2) == null ? NONE : Long.parseLong(matcher.group(2));
        return true;
    }

    private boolean parseMultiple(String id) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id));
            if (buffer.get() != FORMAT || buffer.getInt() != checksumOfKeys()) {
                return false;
            }
            for (int i = 0; i < keys.size(); i++) {
                productVersions[i] = readVarint(buffer) - 1;
                stockVersions[i] = readVarint(buffer) - 1;
            }
            return !buffer.hasRemaining();
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return false;
        }
    }

    /** Detects an id of other SKUs by mistake; a forged id harms only the client that sends it. */
    private int checksumOfKeys() {
        CRC32 crc = new CRC32();
        crc.update(String.join(" ", keys).getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }

    /** Variable-length integers: versions are small, and an id may hold two hundred of them. */
    private static void writeVarint(ByteBuffer to, long number) {
        long left = number;
        while (left > VARINT_MASK) {
            to.put((byte) (left & VARINT_MASK | VARINT_CONTINUES));
            left >>>= VARINT_BITS;
        }
        to.put((byte) left);
    }

    private static long readVarint(ByteBuffer from) {
        long number = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            byte next = from.get();
            number |= (long) (next & VARINT_MASK) << (i * VARINT_BITS);
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("varint too long");
    }
}
