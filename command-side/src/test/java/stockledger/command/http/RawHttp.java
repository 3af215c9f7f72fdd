package stockledger.command.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests over a socket, also invalid ones that no HTTP client would send. */
final class RawHttp {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    /** A response; header names are in lower case. */
    record Reply(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** A request with a Content-Length. */
    Reply send(String method, String path, byte[] body, String... headers) {
        return raw(head(method, path, headers) + "Content-Length: " + body.length + END_OF_HEAD, body);
    }

    /** A chunked request. */
    Reply sendChunked(String method, String path, byte[] body, String... headers) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        int chunk = 8_000;
        for (int from = 0; from < body.length; from += chunk) {
            int length = Math.min(chunk, body.length - from);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(body, from, length);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes(("0" + END_OF_HEAD).getBytes(StandardCharsets.US_ASCII));
        return raw(head(method, path, headers) + "Transfer-Encoding: chunked" + END_OF_HEAD, chunks.toByteArray());
    }

    private static String head(String method, String path, String... headers) {
        StringBuilder head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    Reply raw(String head, byte[] body) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(head.getBytes(StandardCharsets.ISO_8859_1));
                out.write(body);
                out.flush();
            } catch (IOException answeredEarly) {
                // The server may refuse a request before it has read the body.
            }
            return reply(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply reply(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = all.indexOf(END_OF_HEAD);
        if (end < 0) {
            throw new AssertionError("not an HTTP response: " + all);
        }
        String[] lines = all.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
        }
        String body = all.substring(end + END_OF_HEAD.length());
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            body = dechunked(body);
        }
        byte[] utf8 = body.getBytes(StandardCharsets.ISO_8859_1);
        return new Reply(
                Integer.parseInt(lines[0].split(" ", -1)[1]), headers, new String(utf8, StandardCharsets.UTF_8));
    }

    private static String dechunked(String chunks) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, lineEnd).strip(), 16);
            if (length == 0) {
                return whole.toString();
            }
            whole.append(chunks, lineEnd + 2, lineEnd + 2 + length);
            at = lineEnd + 2 + length + 2;
        }
    }
}
