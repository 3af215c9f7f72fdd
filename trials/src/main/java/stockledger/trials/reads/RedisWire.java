package stockledger.trials.reads;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers of Redis, as far as a GET has them: a value by its length, or one line. */
final class RedisWire implements Wire {

    private static final int FOUND = 200;
    private static final int NOT_FOUND = 404;

    private final byte[] greeting;

    RedisWire(@Nullable String password) {
        greeting = password == null ? new byte[0] : command("AUTH", password);
    }

    @Override
    public byte[] greeting() {
        return greeting;
    }

    @Override
    public @Nullable Reply read(byte[] bytes, int filled) throws IOException {
        int line = HttpWire.endOfLine(bytes, 0, filled);
        if (line < 1) {
            return null;
        }
        int body = line + 2;
        if (bytes[0] == '+' || bytes[0] == ':') {
            return new Reply(FOUND, bytes, body, body, false, false);
        }
        String head = new String(bytes, 1, line - 1, StandardCharsets.US_ASCII);
        if (bytes[0] != '$' || !head.matches("-1|\\d{1,9}")) {
            throw new IOException("Redis answered " + head);
        }
        int length = Integer.parseInt(head);
        if (length < 0) {
            return new Reply(NOT_FOUND, bytes, body, body, false, false);
        }
        int end = body + length + 2;
        return end > filled ? null : new Reply(FOUND, bytes, body, end, false, false);
    }

    /** A command as Redis reads it. */
    static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            text.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
