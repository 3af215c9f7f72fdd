package stockledger.trials.client;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A response in its connection's buffer, valid only until {@link Request#onResponse} returns.
 *
 * @param status that of HTTP, or its equivalent in another protocol
 * @param bodyStart offset of the body
 * @param end offset after the response
 * @param isLast whether the connection closes after it
 */
public record RawResponse(int status, byte[] bytes, int bodyStart, int end, boolean chunked, boolean isLast) {

    public int bodyLength() {
        return end - bodyStart;
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    public String body() {
        if (!chunked) {
            return new String(bytes, bodyStart, bodyLength(), StandardCharsets.UTF_8);
        }
        byte[] body = new byte[bodyLength()];
        int length = 0;
        int at = bodyStart;
        while (true) {
            int lineEnd = HttpProtocol.endOfLine(bytes, at, end);
            int size = HttpProtocol.chunkSize(bytes, at, lineEnd);
            if (size <= 0) {
                return new String(body, 0, length, StandardCharsets.UTF_8);
            }
            System.arraycopy(bytes, lineEnd + 2, body, length, size);
            length += size;
            at = lineEnd + 2 + size + 2;
        }
    }

    public @Nullable String header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        for (String line : new String(bytes, 0, bodyStart, StandardCharsets.ISO_8859_1).split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                return line.substring(prefix.length()).strip();
            }
        }
        return null;
    }
}
