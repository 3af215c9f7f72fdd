import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends commands and queries until its standard input ends, without any retry, and reports how many were answered with which
 * status: a lost request is one that is not answered 2xx. At the end the service must have as many units as were accepted.
 *
 * <p>Arguments: URL, requests per second.
 */
final class SteadyLoad {

    private static final int WORKERS = 16;
    private static final int SKUS = 50;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final String run = Long.toString(System.currentTimeMillis(), 36).toUpperCase(java.util.Locale.ROOT);
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> received = new ConcurrentHashMap<>();
    private final AtomicLong slowestMillis = new AtomicLong();
    private volatile boolean ending;

    private SteadyLoad(String url) {
        this.url = url;
    }

    public static void main(String[] args) throws Exception {
        SteadyLoad load = new SteadyLoad(args[0]);
        load.prepare();
        boolean clean = load.run(Integer.parseInt(args[1]));
        System.exit(clean ? 0 : 1);
    }

    private void prepare() throws Exception {
        require(send("POST", "/v1/locations", "{\"id\":\"L" + run + "\",\"name\":\"Steady load\"}"), 201);
        for (int i = 0; i < SKUS; i++) {
            require(send("POST", "/v1/products", "{\"sku\":\"" + sku(i) + "\",\"name\":\"Steady " + i
                    + "\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}"), 201);
        }
    }

    private boolean run(int perSecond) throws Exception {
        List<Thread> workers = new ArrayList<>();
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        for (int w = 0; w < WORKERS; w++) {
            Thread worker = new Thread(() -> work(next, start, perSecond));
            worker.start();
            workers.add(worker);
        }
        System.out.println("started");
        while (System.in.read() >= 0) {
            // Its end is the signal.
        }
        ending = true;
        for (Thread worker : workers) {
            worker.join();
        }
        return report();
    }

    /** Request number n is due n / perSecond after the start, whatever the requests before took. */
    private void work(AtomicLong next, long start, int perSecond) {
        while (!ending) {
            long n = next.getAndIncrement();
            long due = start + n * 1_000_000_000L / perSecond;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(wait);
            }
            one((int) (n % 8), sku((int) (n * 7 % SKUS)));
        }
    }

    private void one(int kind, String sku) {
        switch (kind) {
            case 0, 1 -> {
                if (count("POST receipt", "POST", "/v1/inventory/" + sku + "/receipts",
                        "{\"locationId\":\"L" + run + "\",\"quantity\":1}") == 201) {
                    received.computeIfAbsent(sku, s -> new AtomicLong()).incrementAndGet();
                }
            }
            case 2 -> count("PUT policy", "PUT", "/v1/inventory/" + sku + "/policy", "{\"safetyStock\":" + (sku.length() % 3) + "}");
            case 3 -> count("POST availability", "POST", "/v1/availability", "{\"skus\":[\"" + sku + "\"]}");
            case 4 -> count("GET list", "GET", "/v1/products?limit=5", null);
            case 5 -> count("GET inventory", "GET", "/v1/inventory/" + sku, null);
            default -> count("GET product", "GET", "/v1/products/" + sku, null);
        }
    }

    private int count(String kind, String method, String path, String body) {
        long begun = System.nanoTime();
        int status;
        String outcome;
        try {
            HttpResponse<String> answer = send(method, path, body);
            status = answer.statusCode();
            outcome = status < 300 ? Integer.toString(status) : status + " " + member("code", answer) + ": " + member("detail", answer);
        } catch (Exception e) {
            status = -1;
            outcome = "not answered";
        }
        slowestMillis.accumulateAndGet((System.nanoTime() - begun) / 1_000_000, Math::max);
        counts.computeIfAbsent(kind + " " + outcome, k -> new AtomicLong()).incrementAndGet();
        return status;
    }

    private static String member(String name, HttpResponse<String> answer) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(answer.body());
        return found.find() ? found.group(1) : "no " + name;
    }

    private boolean report() throws Exception {
        long lost = 0;
        long all = 0;
        for (Map.Entry<String, AtomicLong> entry : new TreeMap<>(counts).entrySet()) {
            System.out.printf("%-32s %8d%n", entry.getKey(), entry.getValue().get());
            all += entry.getValue().get();
            if (!entry.getKey().matches(".* 2\\d\\d")) {
                lost += entry.getValue().get();
            }
        }
        long different = 0;
        for (int i = 0; i < SKUS; i++) {
            long expected = received.getOrDefault(sku(i), new AtomicLong()).get();
            if (!settles(sku(i), expected)) {
                different++;
            }
        }
        System.out.printf("%d requests, %d lost, slowest %d ms; %d of %d SKUs differ%n", all, lost, slowestMillis.get(), different, SKUS);
        return lost == 0 && different == 0;
    }

    /** The read model may be behind for a moment. */
    private boolean settles(String sku, long expected) throws Exception {
        for (int attempt = 0; attempt < 100; attempt++) {
            if (send("GET", "/v1/inventory/" + sku, null).body().contains("\"onHand\":" + expected + ",")) {
                return true;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
        System.out.println(sku + " does not have " + expected + " units");
        return false;
    }

    private String sku(int i) {
        return "S" + run + "-" + i;
    }

    private static void require(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
