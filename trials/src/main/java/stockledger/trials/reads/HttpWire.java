package stockledger.trials.reads;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers of HTTP/1.1, framed by {@code Content-Length} or in chunks; no text is made of what nobody reads. */
final class HttpWire implements Wire {

    private static final byte[] NOTHING = {};
    private static final byte[] START = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX = 16;

    @Override
    public byte[] greeting() {
        return NOTHING;
    }

    @Override
    public @Nullable Reply read(byte[] bytes, int filled) throws IOException {
        if (filled < START.length + 3) {
            return null;
        }
        if (!startsWith(bytes, 0, filled, START)) {
            throw new IOException("not an answer of HTTP/1.1");
        }
        int status = number(bytes, START.length, START.length + 3);
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        int line = endOfLine(bytes, 0, filled) + 2;
        while (line > 1) {
            int end = endOfLine(bytes, line, filled);
            if (end < 0) {
                return null;
            }
            if (end == line) {
                return whole(status, bytes, line + 2, filled, chunked ? -1 : length, last);
            }
            if (startsWith(bytes, line, end, LENGTH)) {
                length = number(bytes, line + LENGTH.length, end);
            } else if (startsWith(bytes, line, end, CHUNKED)) {
                chunked = true;
            } else if (startsWith(bytes, line, end, CLOSE)) {
                last = true;
            }
            line = end + 2;
        }
        return null;
    }

    private static @Nullable Reply whole(int status, byte[] bytes, int bodyAt, int filled, int length, boolean last)
            throws IOException {
        int end = length < 0 ? endOfChunks(bytes, bodyAt, filled) : bodyAt + length;
        return end < 0 || end > filled ? null : new Reply(status, bytes, bodyAt, end, length < 0, last);
    }

    private static int endOfChunks(byte[] bytes, int from, int filled) throws IOException {
        int at = from;
        while (true) {
            int lineEnd = endOfLine(bytes, at, filled);
            if (lineEnd < 0) {
                return -1;
            }
            int size = hex(bytes, at, lineEnd);
            if (size < 0) {
                throw new IOException("not a chunk");
            }
            at = lineEnd + 2 + size + 2;
            if (at > filled) {
                return -1;
            }
            if (size == 0) {
                return at;
            }
        }
    }

    /** Where the line ends, its own end left out; below 0 when it does not. */
    static int endOfLine(byte[] bytes, int from, int filled) {
        for (int i = from; i + 1 < filled; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The size that a chunk begins with; below 0 when it is none. */
    static int hex(byte[] bytes, int from, int to) {
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
                throw new IOException("not a number in the head of an answer");
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
