package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** deploy/nginx.conf in a real nginx, in front of two stub services that answer with their name. */
class GatewayRoutesTest {

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer command;
    private HttpServer query;
    private Process nginx;
    private int port;
    private int operators;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Path program = RequiredProgram.find("/usr/sbin/nginx");
        command = service("command");
        query = service("query");
        try (ServerSocket shop = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            port = shop.getLocalPort();
            operators = other.getLocalPort();
        }
        for (String included : List.of("routes.conf", "not-found.conf")) {
            Files.writeString(folder.resolve(included), Repository.document("deploy/" + included));
        }
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, localized(Repository.document("deploy/nginx.conf")));
        nginx = new ProcessBuilder(
                        program.toString(), "-p", folder + "/", "-c", configuration.toString(), "-g", "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "nginx.log"))
                .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> send("GET", "/gateway/health", "").statusCode() == 200);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            assertThat(nginx.waitFor(60, TimeUnit.SECONDS)).isTrue();
            command.stop(0);
            query.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1/products/MUG-01,                    query",
        "GET,    /v1/products/MUG-01/stream,             query",
        "GET,    /v1/products/stream?sku=A,              query",
        "POST,   /v1/products/stream,                    command",
        "GET,    /v1/availability?sku=A,                 query",
        "POST,   /v1/availability,                       query",
        "POST,   /v1/count-causes,                       query",
        "POST,   /v1/products,                           command",
        "PATCH,  /v1/products/MUG-01,                    command",
        "PUT,    /v1/products/MUG-01/price,              command",
        "DELETE, /v1/products/MUG-01,                    command",
        "POST,   /v1/reservations/cart-7/confirm,        command",
        "POST,   /v1/bulk/receipts,                      command",
        "GET,    /v1/jobs/job-1,                         query",
        "POST,   /v1/jobs/job-1/cancel,                  command",
        "POST,   /v1/availability-of-nothing,            command"
    })
    void queriesGoToTheQuerySideAndCommandsToTheCommandSide(String method, String path, String side)
            throws IOException, InterruptedException {
        assertThat(send(method, path, "").body()).startsWith(side + " " + method + " " + path);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1/admin/projections,                  query",
        "POST,   /v1/admin/projections/sku/rebuilds,     query",
        "GET,    /actuator/health/readiness,             query",
        "GET,    /actuator/prometheus,                   query",
        "GET,    /v3/api-docs,                           query",
        "GET,    /swagger-ui.html,                       query",
        "GET,    /,                                      query",
        "GET,    /console,                               query",
        "GET,    /console/products/MUG-01?asOf=x,        query",
        "GET,    /console/assets/0123/app.js,            query",
        "GET,    /v1/api-keys,                           query",
        "POST,   /v1/api-keys,                           command",
        "GET,    /v1/webhooks,                           query",
        "POST,   /v1/webhooks,                           command"
    })
    void operatorsAddressesAreMissingForShopCallers(String method, String path, String side)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, "");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"not-found\"");
        assertThat(sendTo(operators, method, path, "").body()).startsWith(side + " " + method + " " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1//admin/projections", "/v1/%61dmin/projections", "/%76%31/admin", "/v1/a/../admin/x"})
    void otherSpellingsOfAnOperatorsAddressAreMissingToo(String path) throws IOException, InterruptedException {
        assertThat(send("GET", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void tokenOfALargeCartPassesInBothDirections() throws IOException, InterruptedException {
        String token = "t".repeat(48 * 1024);

        HttpResponse<String> answer = send("GET", "/v1/products/MUG-01", token);

        assertThat(answer.headers().firstValue("Consistency-Token")).hasValue(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/products/MUG-01/stream", "/v1/products/stream"})
    void serverSentEventsAreNotBuffered(String path) throws IOException, InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        query.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                String second = read.await(60, TimeUnit.SECONDS) ? "data: in time\n\n" : "data: too late\n\n";
                exchange.getResponseBody().write(second.getBytes(StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();

        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());

        byte[] first = answer.body().readNBytes("data: first\n\n".length());
        read.countDown();
        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("data: first\n\n");
        assertThat(answer.body().readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("data: in time\n\n");
    }

    /** Answered 504 by an instance that has just started: no caller is told so. */
    @ParameterizedTest
    @CsvSource({"GET, /v1/products/MUG-01", "POST, /v1/availability", "GET, /v1/products/MUG-01/stream"})
    void queriesThatNoInstanceCanAnswerYetAreUnavailable(String method, String path)
            throws IOException, InterruptedException {
        query.createContext(path, exchange -> {
            boolean asked = "504".equals(exchange.getRequestHeaders().getFirst("X-Retry-On"));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(asked ? 504 : 200, -1);
            exchange.close();
        });

        HttpResponse<String> answer = send(method, path, "");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"unavailable\"");
    }

    @Test
    void missingServiceIsAnsweredAsProblemJson() throws IOException, InterruptedException {
        query.stop(0);

        HttpResponse<String> answer = send("GET", "/v1/products/MUG-01", "");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("\"code\":\"unavailable\"", "\"traceId\":");
        assertThat(send("POST", "/v1/products", "").body()).startsWith("command");
    }

    /** The configuration with the addresses and ports of the stubs. */
    private String localized(String configuration) {
        return configuration
                .replace(
                        "command-side:8081", "127.0.0.1:" + command.getAddress().getPort())
                .replace("query-side:8082", "127.0.0.1:" + query.getAddress().getPort())
                .replace("resolver 127.0.0.11 valid=5s;", "")
                .replace(" resolve max_fails", " max_fails")
                .replace("listen 8080", "listen 127.0.0.1:" + port)
                .replace("listen 8090", "listen 127.0.0.1:" + operators)
                .replace("/tmp/nginx.pid", folder.resolve("nginx.pid").toString())
                .replace("http {", "http {\n" + temporaryFolders());
    }

    private String temporaryFolders() {
        return "client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/f;\n"
                        .formatted(folder)
                + "uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;\n".formatted(folder);
    }

    private HttpResponse<String> send(String method, String path, String token)
            throws IOException, InterruptedException {
        return sendTo(port, method, path, token);
    }

    private HttpResponse<String> sendTo(int entrance, String method, String path, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + entrance + path))
                .method(method, HttpRequest.BodyPublishers.ofString(""));
        if (!token.isEmpty()) {
            request.header("Consistency-Token", token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpServer service(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = (name + " " + exchange.getRequestMethod() + " " + exchange.getRequestURI())
                    .getBytes(StandardCharsets.UTF_8);
            String token = exchange.getRequestHeaders().getFirst("Consistency-Token");
            if (token != null) {
                exchange.getResponseHeaders().set("Consistency-Token", token);
            }
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
