package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stockledger.architecture.OtlpCollector.Span;

/** The packaged jar exports spans when an OTLP endpoint is set; one trace covers request, command and projections. */
class TracesIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void traceOfTheCallerCoversRequestCommandAndProjections() throws IOException, InterruptedException {
        try (OtlpCollector collector = new OtlpCollector();
                RunningJar service = new RunningJar(
                        folder,
                        "--management.opentelemetry.tracing.export.otlp.endpoint=" + collector.endpoint(),
                        "--management.tracing.sampling.probability=1.0")) {
            HttpResponse<String> answer = register(service);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(collector.of(TRACE))
                            .extracting(Span::name)
                            .contains("http post /v1/products", "RegisterProduct", "fold sku"));
            Span request = only(collector, "http post /v1/products");
            Span command = only(collector, "RegisterProduct");
            assertThat(request.parent()).isEqualTo(CALLER);
            assertThat(command.parent()).isEqualTo(request.id());
            assertThat(only(collector, "fold sku").parent()).isEqualTo(command.id());
            // Readiness was polled; /actuator/ is not traced.
            assertThat(collector.all()).extracting(Span::name).noneMatch(name -> name.contains("/actuator/"));
        }
    }

    @Test
    void withoutAnEndpointNothingIsExportedOrLogged() throws IOException, InterruptedException {
        RunningJar service = RunningJar.shared();

        assertThat(register(service).statusCode()).isEqualTo(201);
        assertThat(service.log()).doesNotContainIgnoringCase("otlp").doesNotContainIgnoringCase("opentelemetry");
    }

    private static Span only(OtlpCollector collector, String name) {
        List<Span> found = collector.of(TRACE).stream()
                .filter(span -> span.name().equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private HttpResponse<String> register(RunningJar service) throws IOException, InterruptedException {
        String body = "{\"sku\":\"TRACED-1\",\"name\":\"Mug\",\"price\":{\"amount\":\"12.50\",\"currency\":\"GBP\"}}";
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/v1/products"))
                        .header("Content-Type", "application/json")
                        .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
