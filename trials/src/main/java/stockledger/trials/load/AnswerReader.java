package stockledger.trials.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one connection's answers, as RFC 9112 frames them: by {@code Content-Length} or in chunks. */
final class AnswerReader {

    private static final int FIRST_ROOM = 4_096;
    private static final int MOST = 16_000_000;
    private static final String TOKEN = "consistency-token";

    private ByteBuffer read = ByteBuffer.allocate(FIRST_ROOM);

    void clear() {
        read.clear();
    }

    /**
     * Reads what is there.
     *
     * @return an answer once it is whole; null before
     * @throws IOException when the connection ended, or this is not HTTP
     */
    @Nullable
    HeardAnswer read(ReadableByteChannel from) throws IOException {
        if (!read.hasRemaining()) {
            if (read.capacity() >= MOST) {
                throw new IOException("the answer is too long");
            }
            read = ByteBuffer.allocate(read.capacity() * 2).put(read.flip());
        }
        if (from.read(read) < 0) {
            throw new EOFException("the connection was closed");
        }
        int head = endOfHead();
        HeardAnswer answer = head < 0 ? null : parsed(head);
        if (answer != null) {
            read.clear();
        }
        return answer;
    }

    /** Where the body begins; -1 when the head is not whole yet. */
    private int endOfHead() {
        byte[] bytes = read.array();
        for (int i = 3; i < read.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private @Nullable HeardAnswer parsed(int bodyAt) throws IOException {
        String[] lines = new String(read.array(), 0, bodyAt, StandardCharsets.ISO_8859_1).split("\r\n");
        if (!lines[0].matches("HTTP/1\\.1 \\d{3}.*")) {
            throw new IOException("not an answer: " + lines[0]);
        }
        int length = -1;
        boolean chunked = false;
        boolean last = false;
        String token = null;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> last = value.equalsIgnoreCase("close");
                case TOKEN -> token = value;
                default -> {}
            }
        }
        String body = chunked ? chunks(bodyAt) : plain(bodyAt, Math.max(length, 0));
        return body == null ? null : new HeardAnswer(Integer.parseInt(lines[0].substring(9, 12)), token, body, last);
    }

    private @Nullable String plain(int at, int length) {
        return read.position() < at + length ? null : text(Arrays.copyOfRange(read.array(), at, at + length));
    }

    private @Nullable String chunks(int bodyAt) throws IOException {
        byte[] body = new byte[read.position() - bodyAt];
        int filled = 0;
        int at = bodyAt;
        while (true) {
            int lineEnd = endOfLine(at);
            if (lineEnd < 0) {
                return null;
            }
            int size = size(at, lineEnd);
            int next = lineEnd + 2 + size + 2;
            if (next > read.position()) {
                return null;
            }
            if (size == 0) {
                return text(Arrays.copyOf(body, filled));
            }
            System.arraycopy(read.array(), lineEnd + 2, body, filled, size);
            filled += size;
            at = next;
        }
    }

    private int endOfLine(int from) {
        byte[] bytes = read.array();
        for (int i = from; i + 1 < read.position(); i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int size(int from, int to) throws IOException {
        String digits = new String(read.array(), from, to - from, StandardCharsets.ISO_8859_1);
        try {
            return Integer.parseInt(digits.strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("not a chunk: " + digits, e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
