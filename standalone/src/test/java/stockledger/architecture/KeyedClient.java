package stockledger.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An HTTP client that sends a credential, or none, with each request. */
final class KeyedClient {

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    KeyedClient(int port) {
        this.port = port;
    }

    /** A response; of an event stream, without its body. */
    record Answer(int status, String body, HttpHeaders headers) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    Answer send(String method, String path, @Nullable String credential) {
        return send(method, path, credential, "{}");
    }

    Answer send(String method, String path, @Nullable String credential, String body) {
        boolean isRead = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        isRead ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!isRead) {
            request.header("Content-Type", "application/json");
        }
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                boolean isStream =
                        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
                String text = isStream ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(response.statusCode(), text, response.headers());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
