package stockledger.trials.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import stockledger.trials.client.Credential;

/**
 * A request as it is sent.
 *
 * @param headers lines without their end, the framing of the body included
 * @param body framed, when it is sent in chunks
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is, never compared
record RandomRequest(String method, String target, List<String> headers, byte[] body) {

    private static final int MAX_SHOWN = 300;

    byte[] bytes(String authority) {
        StringBuilder head = new StringBuilder(
                method + " " + target + " HTTP/1.1\r\nHost: " + authority + "\r\nConnection: close\r\n");
        if (!Credential.line().isEmpty()) {
            head.append(Credential.line()).append("\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(start.length + body.length)
                .put(start)
                .put(body)
                .array();
    }

    @Override
    public String toString() {
        return method + " " + shown(target) + " " + shown(headers.toString()) + " "
                + shown(new String(body, StandardCharsets.UTF_8));
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "... (" + line.length() + ")" : line;
    }
}
