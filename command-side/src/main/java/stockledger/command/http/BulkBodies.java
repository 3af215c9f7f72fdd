package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Opens bodies that are read as a stream: decompressed, and up to a largest size. */
public final class BulkBodies {

    /** The media types of rows. */
    static final List<String> MEDIA_TYPES = List.of("text/csv", "application/x-ndjson");

    private static final int BUFFER = 64 * 1024;

    /** Decompressed bytes that any body may have: few rows of honest bodies are all the same. */
    private static final int UNCHECKED = 256 * 1024;

    private final long maxBytes;
    private final int maxRatio;

    /**
     * @param maxBytes largest body, both as sent and decompressed
     * @param maxRatio decompressed bytes for each one that is sent
     */
    BulkBodies(long maxBytes, int maxRatio) {
        this.maxBytes = maxBytes;
        this.maxRatio = maxRatio;
    }

    /** The format of rows. */
    public enum Format {
        CSV,
        NDJSON
    }

    /**
     * The format that the media type names.
     *
     * @throws BodyRefused when it is neither CSV nor NDJSON in UTF-8
     */
    public static Format format(HttpServletRequest request) {
        MediaType type = type(request.getContentType());
        String name = type.getSubtype().toLowerCase(Locale.ROOT);
        if (!isUtf8(type)) {
            throw BodyRefused.unsupported("Rows must be UTF-8.");
        }
        if (type.getType().equals("text") && name.equals("csv")) {
            return Format.CSV;
        }
        if (type.getType().equals("application") && (name.equals("x-ndjson") || name.equals("ndjson"))) {
            return Format.NDJSON;
        }
        throw BodyRefused.unsupported("Rows must be text/csv or application/x-ndjson.");
    }

    private static MediaType type(@Nullable String given) {
        try {
            return given == null ? MediaType.ALL : MediaType.parseMediaType(given);
        } catch (InvalidMediaTypeException e) {
            return MediaType.ALL;
        }
    }

    private static boolean isUtf8(MediaType type) {
        try {
            Charset charset = type.getCharset();
            return charset == null
                    || charset.equals(StandardCharsets.UTF_8)
                    || charset.equals(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The decompressed bytes of the rows.
     *
     * @throws BodyRefused now, or from the stream while it is read
     */
    public InputStream open(HttpServletRequest request) throws IOException {
        String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        Counted sent = new Counted(request.getInputStream());
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return new Bounded(sent, sent);
        }
        if (!coding.equalsIgnoreCase("gzip")) {
            throw BodyRefused.unsupportedEncoding("Rows may be compressed with gzip only.", "gzip, identity");
        }
        try {
            return new Bounded(new GZIPInputStream(sent, BUFFER), sent);
        } catch (ZipException | EOFException e) {
            throw notGzip();
        }
    }

    private static BodyRefused notGzip() {
        return BodyRefused.malformed("malformed-gzip", "The request body is not gzip, or is truncated.");
    }

    /** Counts the bytes that were sent. */
    private static final class Counted extends FilterInputStream {

        private long read;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            read += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int got = super.read(into, from, most);
            read += Math.max(got, 0);
            return got;
        }
    }

    /** Limits the decompressed size, and how many times it is larger than what was sent. */
    private final class Bounded extends FilterInputStream {

        private final Counted sent;
        private long read;

        Bounded(InputStream in, Counted sent) {
            super(in);
            this.sent = sent;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int got;
            try {
                got = super.read(into, from, most);
            } catch (BodyLimit.BodyTooLarge e) {
                throw BodyRefused.tooLarge();
            } catch (ZipException | EOFException e) {
                throw notGzip();
            } catch (ClientAbortException e) {
                throw BodyRefused.malformed("incomplete-body", "The connection was closed before the end of the body.");
            }
            read += Math.max(got, 0);
            if (read > maxBytes) {
                throw BodyRefused.tooLarge();
            }
            if (read > UNCHECKED && read > sent.read * maxRatio) {
                throw BodyRefused.tooCompressed(maxRatio);
            }
            return got;
        }
    }
}
