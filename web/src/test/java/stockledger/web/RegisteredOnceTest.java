package stockledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process that is both sides has each filter, page and valve once, and answers every refusal with a problem. */
class RegisteredOnceTest {

    private static ServletWebServerApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, Routes.class})
    static class CommandSide {
        @Bean
        CqrsSide command() {
            return new CqrsSide("command", "stockledger.command.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WebConfiguration.class)
    static class QuerySide {
        @Bean
        CqrsSide query() {
            return new CqrsSide("query", "stockledger.query.");
        }
    }

    @RestController
    static class Routes {
        @ApiContract(summary = "Reads a body.")
        @PostMapping("/v1/single")
        String single() {
            return "{}";
        }

        @ApiContract(summary = "Reads rows.", rows = true)
        @PostMapping("/v1/rows")
        String rows() {
            return "{}";
        }
    }

    @BeforeAll
    static void start() {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(CommandSide.class, QuerySide.class)
                .run("--server.port=0", "--spring.main.banner-mode=off");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + context.getWebServer().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        JsonNode problem = new JsonMapper().readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(response.headers().allValues("X-Correlation-Id")).hasSize(1);
    }

    /** A response may reach its client before its request is counted. */
    private static void assertCounted(String code, double expected) {
        await().atMost(Duration.ofMinutes(1)).until(() -> counted(code) >= expected);
        assertThat(counted(code)).isEqualTo(expected);
    }

    private static double counted(String code) {
        return context.getBean(MeterRegistry.class).find("stockledger.problems").tag("code", code).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void beans() {
        assertThat(context.getBeansOfType(ErrorController.class)).hasSize(1);
        assertThat(context.getBeansOfType(SpanExportingPredicate.class)).hasSize(1);
        assertThat(context.getBeansOfType(ProblemMeters.class)).hasSize(1);
        assertThat(context.getBeansOfType(FilterRegistrationBean.class).values())
                .extracting(registration -> registration.getFilter().getClass().getSimpleName())
                .containsOnlyOnce("CorrelationFilter", "RequestTargetFilter");
    }

    @Test
    void anUnknownRouteIsCountedOnce() throws Exception {
        assertProblem(send("GET", "/v1/nothing"), 404, "not-found");
        assertCounted("not-found", 1);
    }

    @Test
    void aTargetThatTomcatRefusesIsCountedOnce() throws Exception {
        double before = counted("bad-request");
        assertProblem(send("GET", "/v1/a%2Fb"), 400, "bad-request");
        assertCounted("bad-request", before + 1);
    }

    @Test
    void pathParametersAndDotSegmentsAreRefused() throws Exception {
        assertProblem(send("POST", "/v1/single;a=b"), 400, "bad-request");
        assertProblem(send("POST", "/v1/%2e%2e/single"), 400, "bad-request");
    }

    @Test
    void encodedBodiesAreRefusedUnlessTheyAreRows() throws Exception {
        HttpResponse<String> refused = send("POST", "/v1/single", "Content-Encoding", "gzip");
        assertProblem(refused, 415, "unsupported-media-type");
        assertThat(refused.headers().allValues("Accept-Encoding")).containsExactly("identity");
        assertThat(send("POST", "/v1/single", "Content-Encoding", "identity").statusCode())
                .isEqualTo(200);
        assertThat(send("POST", "/v1/rows", "Content-Encoding", "gzip").statusCode())
                .isEqualTo(200);
    }

    @Test
    void theCorrelationIdOfTheCallerIsReturned() throws Exception {
        assertThat(send("POST", "/v1/single", "X-Correlation-Id", "order-77")
                        .headers()
                        .allValues("X-Correlation-Id"))
                .containsExactly("order-77");
        assertThat(send("POST", "/v1/single", "X-Correlation-Id", "a b")
                        .headers()
                        .firstValue("X-Correlation-Id")
                        .orElse(""))
                .matches("[0-9a-f]{32}");
    }
}
