package stockledger.trials.client;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Encodes HTTP requests to one address. */
public record HttpRequests(URI url) {

    public InetSocketAddress address() {
        return new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
    }

    public byte[] get(String path, String... headers) {
        return bytes(head("GET", path, headers) + "\r\n");
    }

    public byte[] send(String method, String path, String json, String... headers) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return bytes(head(method, path, headers) + "Content-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n" + json);
    }

    private String head(String method, String path, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + root() + path + " HTTP/1.1\r\n");
        head.append("Host: ").append(url.getAuthority()).append("\r\nAccept: application/json\r\n");
        if (!Credential.line().isEmpty()) {
            head.append(Credential.line()).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    private String root() {
        String path = url.getPath();
        return path == null ? "" : path.replaceAll("/+$", "");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
