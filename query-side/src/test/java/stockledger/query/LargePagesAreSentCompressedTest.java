package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import stockledger.events.ConsistencyToken;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductRegistered;

/** A large page is compressed once for all callers who accept gzip, and the two encodings have different ETags. */
class LargePagesAreSentCompressedTest {

    private static final int CONCURRENT = 60;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide =
                new RunningQuerySide("--stockledger.cache.max-staleness=10s", "--stockledger.warming.max-products=0");
        querySide.awaitReady(0);
        for (String sku : new String[] {"large", "concurrent", "moving"}) {
            querySide.append(large(sku), received(sku, "main", 1));
        }
        querySide.append(registered("small"));
        await().until(() -> gauge("stockledger.cache.subscribed") == 1);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static ProductRegistered large(String sku) {
        String description =
                IntStream.range(0, 600).mapToObj(word -> "word" + word * 31).collect(Collectors.joining(" "));
        return new ProductRegistered(
                new Sku(sku), sku, description, null, null, Map.of(), Money.of("1", "GBP"), List.of());
    }

    private static double gauge(String name) {
        return querySide
                .instance(0)
                .getBean(MeterRegistry.class)
                .get(name)
                .gauge()
                .value();
    }

    private static HttpRequest request(String method, String path, String... headers) {
        int port = ((ServletWebServerApplicationContext) querySide.instance(0))
                .getWebServer()
                .getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers) {
        return HTTP.sendAsync(request(method, path, headers), HttpResponse.BodyHandlers.ofByteArray())
                .join();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static byte[] decompressed(byte[] compressed) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String token(String sku) {
        return querySide.signed(ConsistencyToken.of("stock:" + sku, querySide.version("stock:" + sku))
                .encoded());
    }

    @Test
    void theCompressedPageIsTheSamePageInFewerBytes() {
        HttpResponse<byte[]> plain = send("GET", "/v1/products/large", "Consistency-Token", token("large"));
        HttpResponse<byte[]> compressed = send("GET", "/v1/products/large", "Accept-Encoding", "gzip, br");
        assertThat(decompressed(compressed.body())).isEqualTo(plain.body());
        assertThat(compressed.body().length).isLessThan(plain.body().length / 2);
        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(compressed, "Content-Length")).isEqualTo(String.valueOf(compressed.body().length));
        assertThat(header(compressed, "Content-Type")).isEqualTo("application/json");
        assertThat(header(compressed, "ETag")).isEqualTo("\"p0.s0-gzip\"");
        assertThat(header(plain, "ETag")).isEqualTo("\"p0.s0\"");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(plain.headers().allValues("Vary")).contains("Accept-Encoding", "Consistency-Token");
        assertThat(compressed.headers().allValues("Vary")).contains("Accept-Encoding", "Consistency-Token");
    }

    @Test
    void headHasTheHeadersOfGet() {
        for (String accepted : new String[] {"gzip", "identity"}) {
            HttpResponse<byte[]> get = send("GET", "/v1/products/large", "Accept-Encoding", accepted);
            HttpResponse<byte[]> head = send("HEAD", "/v1/products/large", "Accept-Encoding", accepted);
            assertThat(head.body()).isEmpty();
            for (String name : new String[] {"ETag", "Content-Encoding", "Content-Length", "Content-Type", "Vary"}) {
                assertThat(head.headers().allValues(name))
                        .as(name)
                        .isEqualTo(get.headers().allValues(name));
            }
        }
    }

    @Test
    void aMatchingEtagIsNotModifiedOnlyIfTheCallerAcceptsItsEncoding() {
        for (String etag : new String[] {"\"p0.s0\"", "\"p0.s0-gzip\""}) {
            HttpResponse<byte[]> same =
                    send("GET", "/v1/products/large", "Accept-Encoding", "gzip", "If-None-Match", etag);
            assertThat(same.statusCode()).isEqualTo(304);
            assertThat(header(same, "ETag")).isEqualTo(etag);
            assertThat(same.headers().allValues("Vary")).contains("Accept-Encoding");
            assertThat(same.body()).isEmpty();
        }
        assertThat(send("GET", "/v1/products/large", "If-None-Match", "\"p0.s0\"")
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> other = send("GET", "/v1/products/large", "If-None-Match", "\"p0.s0-gzip\"");
        assertThat(other.statusCode())
                .as("an HTTP cache must not send gzip to a caller who does not accept it")
                .isEqualTo(200);
        assertThat(header(other, "ETag")).isEqualTo("\"p0.s0\"");
    }

    @Test
    void aSmallPageIsNotCompressed() {
        HttpResponse<byte[]> small = send(
                "GET",
                "/v1/products/small",
                "Accept-Encoding",
                "gzip",
                "Consistency-Token",
                querySide.signed(ConsistencyToken.of("product:small", 0).encoded()));
        assertThat(header(small, "Content-Encoding")).isEmpty();
        assertThat(header(small, "ETag")).isEqualTo("\"p0\"");
        assertThat(small.headers().allValues("Vary")).contains("Accept-Encoding");
    }

    @Test
    void concurrentRequestsCompressOnce() {
        assertThat(send("GET", "/v1/products/concurrent", "Consistency-Token", token("concurrent"))
                        .statusCode())
                .isEqualTo(200);
        double before = querySide.counter(0, "stockledger.cache.gzipped");
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < CONCURRENT; i++) {
            answers.add(HTTP.sendAsync(
                    request("GET", "/v1/products/concurrent", "Accept-Encoding", "gzip"),
                    HttpResponse.BodyHandlers.ofByteArray()));
        }
        byte[] one = answers.get(0).join().body();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo(one));
        assertThat(querySide.counter(0, "stockledger.cache.gzipped")).isEqualTo(before + 1);
    }

    @Test
    void aChangeIsSeenInBothEncodings() {
        assertThat(header(
                        send(
                                "GET",
                                "/v1/products/moving",
                                "Accept-Encoding",
                                "gzip",
                                "Consistency-Token",
                                token("moving")),
                        "ETag"))
                .isEqualTo("\"p0.s0-gzip\"");
        querySide.append(received("moving", "main", 1));
        HttpResponse<byte[]> compressed =
                send("GET", "/v1/products/moving", "Accept-Encoding", "gzip", "Consistency-Token", token("moving"));
        assertThat(header(compressed, "ETag")).isEqualTo("\"p0.s1-gzip\"");
        HttpResponse<byte[]> plain = send("GET", "/v1/products/moving", "Consistency-Token", token("moving"));
        assertThat(decompressed(compressed.body())).isEqualTo(plain.body());
    }
}
