package stockledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A gateway that keeps connections open, and has no health checks, loses no request when an instance stops. */
class StoppingServerDrainsConnectionsTest {

    private static final String REQUEST = "POST /v1/single HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, Routes.class})
    static class CommandSide {
        @Bean
        CqrsSide command() {
            return new CqrsSide("command", "stockledger.command.");
        }
    }

    @RestController
    static class Routes {
        @ApiContract(summary = "Reads a body.")
        @PostMapping("/v1/single")
        String single() {
            return "{}";
        }
    }

    @Test
    void newConnectionsAreRefusedAndOpenOnesAreAnsweredAndClosed() throws Exception {
        ServletWebServerApplicationContext context =
                (ServletWebServerApplicationContext) new SpringApplicationBuilder(CommandSide.class)
                        .run(
                                "--server.port=0",
                                "--server.address=127.0.0.1",
                                "--server.shutdown=graceful",
                                "--stockledger.management.port=-1",
                                "--stockledger.drain.time=3s");
        int port = context.getWebServer().getPort();
        try (Socket open = new Socket("127.0.0.1", port)) {
            assertThat(exchange(open)).first().asString().contains(" 200");

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::close);

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
                            .isInstanceOf(ConnectException.class));
            List<String> last = exchange(open);
            assertThat(last).first().asString().contains(" 200");
            assertThat(last).anyMatch(line -> line.equalsIgnoreCase("Connection: close"));
            assertThat(stopped).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    /** Sends a request on a connection, and reads the status line and headers of the response, and its body. */
    private static List<String> exchange(Socket connection) throws IOException {
        connection.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII), 1);
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            lines.add(line);
        }
        assertThat(reader.read()).isEqualTo('{');
        assertThat(reader.read()).isEqualTo('}');
        return lines;
    }
}
