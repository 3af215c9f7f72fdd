package stockledger.trials.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class ConstantResponseTest {

    private static ConfigurableApplicationContext server;

    @BeforeAll
    static void start() {
        server = new SpringApplicationBuilder(ConstantResponse.class)
                .properties(BaselineServer.settings(0))
                .run();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        String port = server.getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void theValveAnswersWithTheHeadersOfAPage() throws Exception {
        HttpResponse<byte[]> answer = get("/valve");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(1_024);
        assertThat(answer.headers().map().keySet().stream().map(String::toLowerCase))
                .containsExactlyInAnyOrder(
                        "cache-control", "content-length", "content-type", "date", "etag", "vary", "x-correlation-id");
    }

    @Test
    void otherPathsPassTheValve() throws Exception {
        HttpResponse<byte[]> answer = get("/constant");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(1_024);
        assertThat(answer.headers().firstValue("etag")).isEmpty();
        assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
    }
}
