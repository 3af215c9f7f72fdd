package stockledger.query.cache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A response body ready to send, and what it was rendered from. In Redis: a line with the three numbers, then the body. The line
 * of a degraded one ends in {@code d}: a release that knows no such line reads the document instead.
 */
public final class CachedResponse {

    /** The version of a stream without events. */
    public static final long NO_EVENTS = -1;

    private static final int NUMBERS = 3;
    private static final char DEGRADED = 'd';

    private final long revision;
    private final long productVersion;
    private final long stockVersion;
    private final boolean degraded;
    private final byte[] body;
    private final GzipBody gzip;

    /**
     * A response.
     *
     * @param revision of the document that it was rendered from
     * @param productVersion last folded event of the product's stream; {@link #NO_EVENTS} for none
     * @param stockVersion last folded event of the stock's stream; {@link #NO_EVENTS} for none
     * @param body never written to
     */
    public CachedResponse(long revision, long productVersion, long stockVersion, byte[] body) {
        this(revision, productVersion, stockVersion, false, body);
    }

    /** @param degraded whether the document lacks events that cannot be processed */
    public CachedResponse(long revision, long productVersion, long stockVersion, boolean degraded, byte[] body) {
        this.revision = revision;
        this.productVersion = productVersion;
        this.stockVersion = stockVersion;
        this.degraded = degraded;
        this.body = body;
        this.gzip = new GzipBody(body);
    }

    /** A response made from many documents, which has no versions to compare. */
    static CachedResponse ofManyDocuments(byte[] body) {
        return new CachedResponse(0, NO_EVENTS, NO_EVENTS, body);
    }

    public long revision() {
        return revision;
    }

    public long productVersion() {
        return productVersion;
    }

    public long stockVersion() {
        return stockVersion;
    }

    public boolean isDegraded() {
        return degraded;
    }

    public byte[] body() {
        return body;
    }

    GzipBody gzip() {
        return gzip;
    }

    /** Memory of the body and of its compressed copy, if there is one, in bytes. */
    int bytes() {
        return body.length + gzip.size();
    }

    byte[] encoded() {
        String end = degraded ? DEGRADED + "\n" : "\n";
        byte[] line = (revision + " " + productVersion + " " + stockVersion + end).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream(line.length + body.length);
        all.writeBytes(line);
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Reads what {@link #encoded} wrote; null when it has another form. */
    static @Nullable CachedResponse decode(byte[] encoded) {
        return decode(encoded, 0);
    }

    /** The same from an offset on. */
    static @Nullable CachedResponse decode(byte[] encoded, int start) {
        long[] numbers = new long[NUMBERS];
        int at = start;
        boolean degraded = false;
        for (int i = 0; i < NUMBERS; i++) {
            char end = i == NUMBERS - 1 ? '\n' : ' ';
            int from = at;
            while (at < encoded.length && encoded[at] != end) {
                at++;
            }
            if (at == encoded.length) {
                return null;
            }
            int until = at;
            if (end == '\n' && until > from && encoded[until - 1] == DEGRADED) {
                degraded = true;
                until--;
            }
            try {
                numbers[i] = Long.parseLong(new String(encoded, from, until - from, StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                return null;
            }
            at++;
        }
        return new CachedResponse(
                numbers[0], numbers[1], numbers[2], degraded, Arrays.copyOfRange(encoded, at, encoded.length));
    }
}
