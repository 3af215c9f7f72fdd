package stockledger.trials.reads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.trials.Trials;

/** Runs the freshness trial against a service that shows changes with a given delay. */
class FreshnessCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The state of a page from some time on. */
    private record Version(long fromNanos, long pence, long onHand) {}

    private final Map<String, List<Version>> pages = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final StringWriter out = new StringWriter();
    private HttpServer server;
    private volatile long delayMillis;
    private volatile boolean honoursTokens = true;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (exchange.getRequestMethod().equals("GET")) {
            boolean token = exchange.getRequestHeaders().containsKey("Consistency-Token");
            answer(exchange, 200, page(path[3], token && honoursTokens));
            return;
        }
        exchange.getResponseHeaders().add("Consistency-Token", "token");
        if (path[2].equals("products") && path.length == 3) {
            change(body.path("sku").asText(), pence(body), 0);
        } else if (path[path.length - 1].equals("price")) {
            change(path[3], pence(body), 0);
        } else if (path[path.length - 1].equals("receipts")) {
            change(path[3], 0, body.path("quantity").asLong());
        }
        answer(exchange, 201, "{}");
    }

    private static long pence(JsonNode body) {
        return new BigDecimal(body.path("price").path("amount").asText())
                .movePointRight(2)
                .longValueExact();
    }

    private void change(String sku, long pence, long units) {
        long from = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
        pages.compute(sku, (key, before) -> {
            List<Version> after = new ArrayList<>(before == null ? List.of() : before);
            Version last = after.isEmpty() ? new Version(0, 0, 0) : after.get(after.size() - 1);
            after.add(new Version(
                    before == null ? Long.MIN_VALUE : from, pence == 0 ? last.pence : pence, last.onHand + units));
            return after;
        });
    }

    private String page(String sku, boolean newest) {
        List<Version> versions = pages.getOrDefault(sku, List.of());
        long now = System.nanoTime();
        Version shown = new Version(0, 0, 0);
        for (Version version : versions) {
            if (newest || version.fromNanos <= now) {
                shown = version;
            }
        }
        return String.format(
                Locale.ROOT,
                "{\"sku\":\"%s\",\"price\":{\"amount\":\"%d.%02d\",\"currency\":\"GBP\"},"
                        + "\"availability\":{\"onHand\":%d},\"levels\":[{\"onHand\":7}]}",
                sku,
                shown.pence / 100,
                shown.pence % 100,
                shown.onHand);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int run() {
        return Trials.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(
                        "freshness",
                        "--command-url=http://127.0.0.1:" + server.getAddress().getPort(),
                        "--rate=100",
                        "--skus=20",
                        "--seconds=0.8",
                        "--warm-seconds=0.3",
                        "--connections=4");
    }

    @Test
    void changesVisibleAtOncePass() {
        assertThat(run()).as(out.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("acknowledgement to visible page \\| [6-9]\\d \\|")
                .contains("No response was older than its token.");
    }

    @Test
    void changesVisibleTooLateFail() {
        delayMillis = 150;

        assertThat(run()).as(out.toString()).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern(
                        "acknowledgement to visible, p99 \\| (1[5-9]|[2-9]\\d)\\d\\.\\d\\d ms \\| .* \\*\\*no");
    }

    @Test
    void aResponseOlderThanItsTokenFails() {
        delayMillis = 30;
        honoursTokens = false;

        assertThat(run()).as(out.toString()).isEqualTo(1);
        assertThat(out.toString()).contains("STALE: [FRESH-", "with its token, the response was");
    }

    @Test
    void priceAndStockAreExtractedFromThePage() {
        assertThat(ProductPage.pence("{\"price\":{\"amount\":\"12.05\",\"currency\":\"GBP\"}}"))
                .isEqualTo(1_205);
        assertThat(ProductPage.onHand("{\"availability\":{\"onHand\":31,\"held\":0},\"levels\":[{\"onHand\":7}]}"))
                .isEqualTo(31);
        assertThat(ProductPage.pence("{}")).isEqualTo(-1);
        assertThat(ProductPage.onHand("{}")).isEqualTo(-1);
    }
}
