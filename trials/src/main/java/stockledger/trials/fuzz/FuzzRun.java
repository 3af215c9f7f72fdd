package stockledger.trials.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends random requests from several threads, each with a seed of its own. */
final class FuzzRun {

    private static final int MAX_SHOWN = 20;
    private static final String PRICE = "\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}";

    private final URI url;
    private final long seed;
    private final int requests;
    private final int concurrency;
    private final @Nullable Path log;
    private final Map<Integer, Integer> byStatus = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private int violated;

    /** @param log of the service; null when it is not searched */
    FuzzRun(URI url, long seed, int requests, int concurrency, @Nullable Path log) {
        this.url = url;
        this.seed = seed;
        this.requests = requests;
        this.concurrency = concurrency;
        this.log = log;
    }

    FuzzReport run() throws IOException {
        long before = stackTraces();
        JsonNode description = description();
        prepare();
        ExecutorService threads = Executors.newFixedThreadPool(concurrency);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int i = 0; i < concurrency; i++) {
                int part = requests / concurrency + (i < requests % concurrency ? 1 : 0);
                RandomRequests source = new RandomRequests(description, seed * 1_000_003 + i);
                parts.add(() -> send(source, part));
            }
            for (Future<Void> part : threads.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return new FuzzReport(seed, requests, byStatus, violations, violated, stackTraces() - before);
    }

    private JsonNode description() throws IOException {
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(url.resolve("/v3/api-docs")).build(),
                            HttpResponse.BodyHandlers.ofString());
            return new ObjectMapper().readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Products with stock at locations, so that requests find something. */
    private void prepare() throws IOException {
        for (String location : List.of("MAIN", "SHOP")) {
            post("/v1/locations", "{\"id\":\"" + location + "\",\"name\":\"x\"}");
        }
        for (String sku : List.of("FUZZ-1", "FUZZ-2", "FUZZ-3")) {
            post("/v1/products", "{\"sku\":\"" + sku + "\",\"name\":\"x\"," + PRICE + "}");
            post("/v1/inventory/" + sku + "/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1000}");
        }
    }

    private void post(String path, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        Exchange.of(
                url,
                new RandomRequest(
                        "POST",
                        path,
                        List.of("Content-Type: application/json", "Content-Length: " + body.length),
                        body));
    }

    private @Nullable Void send(RandomRequests source, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            RandomRequest request = source.next();
            record(request, Exchange.of(url, request));
        }
        return null;
    }

    private synchronized void record(RandomRequest request, Exchange exchange) {
        byStatus.merge(exchange.status(), 1, Integer::sum);
        String violation = exchange.violation(request.method());
        if (violation != null && ++violated <= MAX_SHOWN) {
            String body = exchange.body();
            violations.add(violation + ": " + exchange.status() + " " + body.substring(0, Math.min(body.length(), 200))
                    + " to " + request);
        }
    }

    private long stackTraces() throws IOException {
        if (log == null) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("\tat ")).count();
        }
    }
}
