package stockledger.query.cache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is ready to send, and what it is made of. In Redis it is a line with the numbers, then the body.
 */
public final class CachedResponse {

    private static final int NUMBERS = 3;

    private final long revision;
    private final long productVersion;
    private final long stockVersion;
    private final byte[] body;
    private final GzipBody packed;

    /**
     * One answer.
     *
     * @param revision of the document that it was made from
     * @param productVersion last event folded of the product's stream; -1 for none
     * @param stockVersion last event folded of the stock's stream; -1 for none
     * @param body what is sent; never written to
     */
    public CachedResponse(long revision, long productVersion, long stockVersion, byte[] body) {
        this.revision = revision;
        this.productVersion = productVersion;
        this.stockVersion = stockVersion;
        this.body = body;
        this.packed = new GzipBody(body);
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

    public byte[] body() {
        return body;
    }

    GzipBody packed() {
        return packed;
    }

    /** What it takes in memory, packed too if it is. */
    int bytes() {
        return body.length + packed.size();
    }

    byte[] written() {
        byte[] line = (revision + " " + productVersion + " " + stockVersion + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream(line.length + body.length);
        all.writeBytes(line);
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Reads what was written; null when it is of another form. */
    static @Nullable CachedResponse read(byte[] written) {
        long[] numbers = new long[NUMBERS];
        int at = 0;
        for (int i = 0; i < NUMBERS; i++) {
            char until = i == NUMBERS - 1 ? '\n' : ' ';
            int from = at;
            while (at < written.length && written[at] != until) {
                at++;
            }
            if (at == written.length) {
                return null;
            }
            try {
                numbers[i] = Long.parseLong(new String(written, from, at - from, StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                return null;
            }
            at++;
        }
        return new CachedResponse(numbers[0], numbers[1], numbers[2], Arrays.copyOfRange(written, at, written.length));
    }
}
