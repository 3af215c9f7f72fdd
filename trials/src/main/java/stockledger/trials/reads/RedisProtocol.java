package stockledger.trials.reads;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.HttpProtocol;
import stockledger.trials.client.RawResponse;
import stockledger.trials.client.WireProtocol;

/** The part of the Redis protocol that GET, SET and DEL need: bulk strings and one-line replies. */
final class RedisProtocol implements WireProtocol {

    private static final int FOUND = 200;
    private static final int NOT_FOUND = 404;

    private final byte[] handshake;

    RedisProtocol(@Nullable String password) {
        handshake = password == null ? new byte[0] : command("AUTH", password);
    }

    @Override
    public byte[] handshake() {
        return handshake;
    }

    @Override
    public @Nullable RawResponse read(byte[] bytes, int length) throws IOException {
        int line = HttpProtocol.endOfLine(bytes, 0, length);
        if (line < 1) {
            return null;
        }
        int body = line + 2;
        if (bytes[0] == '+' || bytes[0] == ':') {
            return new RawResponse(FOUND, bytes, body, body, false, false);
        }
        String head = new String(bytes, 1, line - 1, StandardCharsets.US_ASCII);
        if (bytes[0] != '$' || !head.matches("-1|\\d{1,9}")) {
            throw new IOException("Redis answered " + head);
        }
        int bodyLength = Integer.parseInt(head);
        if (bodyLength < 0) {
            return new RawResponse(NOT_FOUND, bytes, body, body, false, false);
        }
        int end = body + bodyLength + 2;
        return end > length ? null : new RawResponse(FOUND, bytes, body, end, false, false);
    }

    static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            text.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
