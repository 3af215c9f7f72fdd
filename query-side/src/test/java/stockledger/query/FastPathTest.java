package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import stockledger.events.ConsistencyToken;
import stockledger.query.RunningQuerySide.Answer;

/** The fast path gives the same answer as the controller, measured under the same name. */
class FastPathTest {

    /** A header that does not change the answer and bypasses the fast path. */
    private static final String[] TO_CONTROLLER = {"X-Correlation-Id", "to-controller"};

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide("--stockledger.cache.max-staleness=20s");
        querySide.awaitReady(0);
        querySide.append(registered("mug"), registered("cup"), registered("stream"), received("mug", "main", 3));
        await().until(() -> querySide
                        .get("/v1/products/mug")
                        .body()
                        .at("/availability/onHand")
                        .asLong()
                == 3);
        await().until(() -> List.of("cup", "stream").stream()
                .allMatch(sku -> querySide.get("/v1/products/" + sku).status() == 200));
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static double fastPathAnswers() {
        return querySide.counter(0, "stockledger.fastpath.answers");
    }

    private static long measured(String route) {
        return querySide
                .instance(0)
                .getBean(MeterRegistry.class)
                .get("http.server.requests")
                .tags("uri", route, "status", "200", "method", "GET")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /** Repeats the request until the fast path answers it. */
    private static Answer fromFastPath(String path) {
        Answer[] last = new Answer[1];
        await().until(() -> {
            double before = fastPathAnswers();
            last[0] = querySide.get(path);
            return fastPathAnswers() > before;
        });
        return last[0];
    }

    /** Valves of host and context, and filters, would cost more than the answer; an unknown host gets none. */
    @Test
    void onlyTheHostIsCheckedBeforeTheFastPath() {
        ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) querySide.instance(0);
        TomcatWebServer server = (TomcatWebServer) context.getWebServer();

        assertThat(server.getTomcat().getEngine().getPipeline().getValves())
                .extracting(valve -> valve.getClass().getSimpleName())
                // Most requests come to the main port, where it does nothing.
                .filteredOn(valve -> !valve.equals("ManagementValve"))
                .startsWith("HostValve", "FastPathValve");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/products/mug, /v1/products/{sku}",
        "/v1/products/stream, /v1/products/{sku}",
        "/v1/products?sort=name&limit=2, /v1/products",
        "/v1/products, /v1/products",
        "/v1/availability?sku=mug&sku=cup&sku=mug, /v1/availability"
    })
    void bothGiveTheSameAnswer(String path, String route) {
        Answer fast = fromFastPath(path);
        long before = measured(route);
        Answer slow = querySide.get(path, TO_CONTROLLER);

        assertThat(fast.status()).isEqualTo(200).isEqualTo(slow.status());
        assertThat(fast.textWithoutWatermark()).isEqualTo(slow.textWithoutWatermark());
        assertThat(fast.header("Content-Length"))
                .isEqualTo(String.valueOf(fast.text().length()));
        for (String header : List.of("ETag", "Cache-Control", "Content-Type")) {
            assertThat(fast.header(header)).as(header).isEqualTo(slow.header(header));
        }
        assertThat(fast.headers().allValues("Vary")).isEqualTo(slow.headers().allValues("Vary"));
        assertThat(fast.header("X-Correlation-Id")).matches("[0-9a-f]{32}");
        assertThat(slow.header("X-Correlation-Id")).isEqualTo("to-controller");
        // An earlier request may be measured only now.
        await().until(() -> measured(route) >= before + 1);
        fromFastPath(path);
        assertThat(measured(route)).isGreaterThan(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/products/facets",
                "/v1/products/nobody",
                "/v1/products/mug?x=1",
                "/v1/products/%6dug",
                "/v1/products/mug/",
                "/v1/products/",
                "/v1/availability",
                "/v1/availability?sku=mug&sku=nobody",
                "/v1/availability?sku=mug&x=1",
                "/v1/availability?sku=mug&",
                "/v1/availability?sku=%6dug",
                "/v1/products?sort=stock"
            })
    void otherTargetsGoToTheController(String path) {
        fromFastPath("/v1/products/mug");
        double before = fastPathAnswers();

        Answer answer = querySide.get(path);

        assertThat(answer.status()).isEqualTo(querySide.get(path, TO_CONTROLLER).status());
        assertThat(fastPathAnswers()).isEqualTo(before);
    }

    @Test
    void requestsWithFurtherHeadersGoToTheController() {
        fromFastPath("/v1/products/mug");
        double before = fastPathAnswers();
        String token =
                ConsistencyToken.of("stock:mug", querySide.version("stock:mug")).encoded();

        assertThat(querySide.get("/v1/products/mug", "Consistency-Token", token).header("Cache-Control"))
                .isEqualTo("no-cache");
        assertThat(querySide.get("/v1/products/mug", "Accept", "text/html").status())
                .isEqualTo(406);
        Answer page = querySide.get("/v1/products/mug", TO_CONTROLLER);
        assertThat(querySide
                        .get("/v1/products/mug", "If-None-Match", page.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(querySide.send(0, "HEAD", "/v1/products/mug", null).text()).isEmpty();
        assertThat(fastPathAnswers()).isEqualTo(before);
    }

    /** Tomcat's valves see also what Tomcat refuses, to render the error. */
    @Test
    void requestsThatTomcatRefusesAreNotAnswered() throws IOException {
        fromFastPath("/v1/products/mug");
        double before = fastPathAnswers();

        assertThat(raw("GET /v1/products/mug HTTP/2.0\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 505 ")
                .contains("\"code\":\"http-version-not-supported\"");
        assertThat(raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ")
                .contains("\"code\":\"uri-too-long\"");
        assertThat(raw("GET /v1/products/mug HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"bad-request\"");
        // HTTP/0.9, whose answers have no head.
        assertThat(raw("GET /v1/products/mug\r\n")).startsWith("{").contains("\"code\":\"http-version-not-supported\"");
        assertThat(fastPathAnswers()).isEqualTo(before);
        assertThat(raw("GET /v1/products/mug HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    private static String raw(String request) throws IOException {
        int port = ((ServletWebServerApplicationContext) querySide.instance(0))
                .getWebServer()
                .getPort();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void changedPagesAreNotServedFromTheFastPath() {
        fromFastPath("/v1/products/cup");
        querySide.append(received("cup", "main", 7));

        await().until(() -> querySide
                        .get("/v1/products/cup")
                        .body()
                        .at("/availability/onHand")
                        .asLong()
                == 7);
    }
}
