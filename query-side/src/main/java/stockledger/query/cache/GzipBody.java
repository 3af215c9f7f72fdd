package stockledger.query.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The compressed copy of a body: made once, on first request, however many requests come at that moment. */
final class GzipBody {

    private final byte[] body;
    private volatile byte @Nullable [] compressed;

    GzipBody(byte[] body) {
        this.body = body;
    }

    /** Compresses the body, unless that was done; returns whether this call did. */
    boolean compress() {
        if (compressed != null) {
            return false;
        }
        synchronized (this) {
            if (compressed != null) {
                return false;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2);
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory does not fail", e);
            }
            compressed = out.toByteArray();
            return true;
        }
    }

    /** The compressed body; null before {@link #compress}. */
    byte @Nullable [] bytes() {
        return compressed;
    }

    /** Memory of the compressed copy, in bytes. */
    int size() {
        byte[] copy = compressed;
        return copy == null ? 0 : copy.length;
    }
}
