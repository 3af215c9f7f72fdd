package stockledger.query.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One answer packed with gzip: once, when it is first asked for so, however many ask at that moment. */
final class GzipBody {

    private final byte[] body;
    private volatile byte @Nullable [] bytes;

    GzipBody(byte[] body) {
        this.body = body;
    }

    /** Packs it, unless that was done; whether this did it. */
    boolean pack() {
        if (bytes != null) {
            return false;
        }
        synchronized (this) {
            if (bytes != null) {
                return false;
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2);
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException("memory can be written to", e);
            }
            bytes = packed.toByteArray();
            return true;
        }
    }

    /** What is sent; null before it is packed. */
    byte @Nullable [] bytes() {
        return bytes;
    }

    /** What it takes, beside the body. */
    int size() {
        byte[] packed = bytes;
        return packed == null ? 0 : packed.length;
    }
}
