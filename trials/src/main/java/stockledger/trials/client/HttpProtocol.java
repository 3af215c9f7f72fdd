package stockledger.trials.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 responses framed by {@code Content-Length} or in chunks. Bodies are decoded only on demand. */
public final class HttpProtocol implements WireProtocol {

    private static final byte[] START = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX = 16;

    @Override
    public @Nullable RawResponse read(byte[] bytes, int length) throws IOException {
        if (length < START.length + 3) {
            return null;
        }
        if (!startsWith(bytes, 0, length, START)) {
            throw new IOException("not an HTTP/1.1 response");
        }
        int status = number(bytes, START.length, START.length + 3);
        int contentLength = 0;
        boolean chunked = false;
        boolean isLast = false;
        int line = endOfLine(bytes, 0, length) + 2;
        while (line > 1) {
            int end = endOfLine(bytes, line, length);
            if (end < 0) {
                return null;
            }
            if (end == line) {
                return complete(status, bytes, line + 2, length, chunked ? -1 : contentLength, isLast);
            }
            if (startsWith(bytes, line, end, LENGTH)) {
                contentLength = number(bytes, line + LENGTH.length, end);
            } else if (startsWith(bytes, line, end, CHUNKED)) {
                chunked = true;
            } else if (startsWith(bytes, line, end, CLOSE)) {
                isLast = true;
            }
            line = end + 2;
        }
        return null;
    }

    private static @Nullable RawResponse complete(
            int status, byte[] bytes, int body, int length, int contentLength, boolean last) throws IOException {
        boolean chunked = contentLength < 0;
        int end = chunked ? endOfChunks(bytes, body, length) : body + contentLength;
        return end < 0 || end > length ? null : new RawResponse(status, bytes, body, end, chunked, last);
    }

    private static int endOfChunks(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        while (true) {
            int lineEnd = endOfLine(bytes, at, length);
            if (lineEnd < 0) {
                return -1;
            }
            int size = chunkSize(bytes, at, lineEnd);
            if (size < 0) {
                throw new IOException("not a chunk size");
            }
            at = lineEnd + 2 + size + 2;
            if (at > length) {
                return -1;
            }
            if (size == 0) {
                return at;
            }
        }
    }

    /** Offset of the line's CRLF; below 0 when the line is incomplete. */
    public static int endOfLine(byte[] bytes, int from, int length) {
        for (int i = from; i + 1 < length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The size in a chunk's first line; below 0 when it is not one. */
    public static int chunkSize(byte[] bytes, int from, int to) {
        int value = from == to ? -1 : 0;
        for (int i = from; i < to && bytes[i] != ';'; i++) {
            int digit = Character.digit(bytes[i], HEX);
            if (digit < 0 || value > Integer.MAX_VALUE / HEX / 2) {
                return -1;
            }
            value = value * HEX + digit;
        }
        return value;
    }

    private static int number(byte[] bytes, int from, int to) throws IOException {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9' && value < Integer.MAX_VALUE / 20) {
                value = value * 10 + bytes[i] - '0';
            } else if (bytes[i] != ' ') {
                throw new IOException("not a number in a response header");
            }
        }
        return value;
    }

    private static boolean startsWith(byte[] bytes, int at, int end, byte[] lowerCase) {
        if (end - at < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte given = bytes[at + i];
            boolean same = given == lowerCase[i] || (given >= 'A' && given <= 'Z' && given + ' ' == lowerCase[i]);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
