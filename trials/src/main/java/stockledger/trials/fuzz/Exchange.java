package stockledger.trials.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A response to one request on a connection of its own, since malformed requests end the connection.
 *
 * @param status 0 when there is no response, or it is not HTTP
 * @param headers by their names in lower case
 * @param body not dechunked
 */
record Exchange(int status, Map<String, String> headers, String body) {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String EVENT_STREAM = "text/event-stream";

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** @throws IOException when the service cannot be reached */
    static Exchange of(URI url, RandomRequest request) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort() < 0 ? 80 : url.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            try {
                socket.getOutputStream().write(request.bytes(url.getAuthority()));
                socket.getOutputStream().flush();
            } catch (IOException answeredEarly) {
                // The service may refuse a request before it has read the body.
            }
            return parse(read(socket));
        }
    }

    /** Until the service closes the connection, or a stream has begun. */
    private static String read(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
                String text = all.toString(StandardCharsets.ISO_8859_1);
                int end = text.indexOf(END_OF_HEAD);
                if (end >= 0 && text.substring(0, end).contains(EVENT_STREAM)) {
                    break;
                }
            }
        } catch (IOException reset) {
            // What was received before is the response.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static Exchange parse(String text) {
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            return new Exchange(0, Map.of(), text);
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        return new Exchange(status, headers, text.substring(end + END_OF_HEAD.length()));
    }

    /** What is wrong with it as a response to a method; null when nothing is. */
    @Nullable
    String violation(String method) {
        if (status == 0) {
            return "no response";
        }
        if (status >= 500 && (status != 503 || header("retry-after") == null)) {
            return "a server error";
        }
        if (status < 400) {
            return null;
        }
        if (!String.valueOf(header("content-type")).startsWith("application/problem+json")) {
            return "an error that is no problem";
        }
        if (!"no-store".equals(header("cache-control"))) {
            return "a problem that HTTP caches may keep";
        }
        boolean isComplete = body.contains("\"type\":\"urn:stockledger:problem:")
                && body.contains("\"status\":" + status)
                && body.contains("\"code\":\"")
                && body.contains("\"traceId\":\"");
        return isComplete || method.equals("HEAD") ? null : "an incomplete problem";
    }
}
