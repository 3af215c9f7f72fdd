package stockledger.trials.reads;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One answer as it lies in its connection's buffer; it may be read until the errand has heard it, not later.
 *
 * @param status that of HTTP; 200 for a value of Redis, 404 for none
 * @param bodyAt where the body begins
 * @param end where the answer ends
 * @param last whether the connection is closed after it
 */
record Reply(int status, byte[] bytes, int bodyAt, int end, boolean chunked, boolean last) {

    int bodyLength() {
        return end - bodyAt;
    }

    String body() {
        if (!chunked) {
            return new String(bytes, bodyAt, bodyLength(), StandardCharsets.UTF_8);
        }
        byte[] whole = new byte[bodyLength()];
        int filled = 0;
        int at = bodyAt;
        while (true) {
            int lineEnd = HttpWire.endOfLine(bytes, at, end);
            int size = HttpWire.hex(bytes, at, lineEnd);
            if (size <= 0) {
                return new String(whole, 0, filled, StandardCharsets.UTF_8);
            }
            System.arraycopy(bytes, lineEnd + 2, whole, filled, size);
            filled += size;
            at = lineEnd + 2 + size + 2;
        }
    }

    @Nullable
    String header(String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        for (String line : new String(bytes, 0, bodyAt, StandardCharsets.ISO_8859_1).split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(wanted)) {
                return line.substring(wanted.length()).strip();
            }
        }
        return null;
    }
}
