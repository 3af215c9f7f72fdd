package stockledger.query.cache;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message of {@code put.lua}: revision, blank and key; then a line break and the response, if it was published too.
 *
 * @param key of the response in Redis
 * @param revision of the response that Redis has now
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Invalidation(String key, long revision, byte[] message, int responseStart) {

    /** Reads a message; null when it has another form. */
    static @Nullable Invalidation decode(byte[] message) {
        int blank = indexOf(message, ' ', 0);
        int lineBreak = indexOf(message, '\n', blank);
        if (blank == message.length) {
            return null;
        }
        try {
            return new Invalidation(
                    ascii(message, blank + 1, lineBreak),
                    Long.parseLong(ascii(message, 0, blank)),
                    message,
                    Math.min(lineBreak + 1, message.length));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The published response; null for none. */
    @Nullable
    CachedResponse response() {
        return CachedResponse.decode(message, responseStart);
    }

    private static int indexOf(byte[] message, char wanted, int from) {
        int at = from;
        while (at < message.length && message[at] != wanted) {
            at++;
        }
        return at;
    }

    private static String ascii(byte[] message, int from, int end) {
        return new String(message, from, end - from, StandardCharsets.US_ASCII);
    }
}
