package stockledger.trials.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Backoff;

/** Receives deliveries on this machine, and may fail, be slow and end as receivers do. */
final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET_PREFIX = "whsec_";
    private static final int THREADS = 8;
    private static final int NO_CONTENT = 204;
    private static final int UNAVAILABLE = 503;
    private static final int MAX_FAULTS = 20;

    private final Map<String, Check> checks = new ConcurrentHashMap<>();
    private final AtomicLong counted = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final Backoff pause = new Backoff();
    private final int port;
    private volatile int failEvery;
    private volatile int slowEvery;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /**
     * What has arrived at one address, checked: signature, and order within each SKU.
     *
     * @param newest sequence number of the newest event of each SKU
     * @param faults what was wrong
     */
    private record Check(
            byte[] secret, Map<String, Long> newest, AtomicLong events, AtomicLong repetitions, List<String> faults) {}

    Receiver() throws IOException {
        start(0);
        port = server().getAddress().getPort();
    }

    private HttpServer server() {
        if (server == null) {
            throw new IllegalStateException("the receiver has ended");
        }
        return server;
    }

    private void start(int onPort) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        started.createContext("/", this::receive);
        started.setExecutor(pool);
        started.start();
        server = started;
        threads = pool;
    }

    /** Ends it as a crash would: connections break, and requests in flight get no answer. */
    void kill() {
        server().stop(0);
        ExecutorService pool = threads;
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    void restart() throws IOException {
        start(port);
    }

    /**
     * From now on every n-th call fails, and every m-th takes long.
     *
     * @param fails 0 for none
     * @param slow 0 for none
     */
    void misbehave(int fails, int slow) {
        failEvery = fails;
        slowEvery = slow;
    }

    String url(String name) {
        return "http://127.0.0.1:" + port + "/" + name;
    }

    /** Checks what arrives at an address. */
    void check(String name, String secret) {
        checks.put(
                "/" + name,
                new Check(
                        Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length())),
                        new ConcurrentHashMap<>(),
                        new AtomicLong(),
                        new AtomicLong(),
                        new ArrayList<>()));
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        long call = calls.incrementAndGet();
        if (slowEvery > 0 && call % slowEvery == 0) {
            pause.await(Duration.ofMillis(300));
        }
        boolean fails = failEvery > 0 && call % failEvery == 0;
        if (!fails) {
            Check check = checks.get(exchange.getRequestURI().getPath());
            if (check != null) {
                check(check, exchange, body);
            }
            counted.incrementAndGet();
        }
        exchange.sendResponseHeaders(fails ? UNAVAILABLE : NO_CONTENT, -1);
        exchange.close();
    }

    private static void check(Check check, HttpExchange exchange, byte[] body) throws IOException {
        JsonNode event = JSON.readTree(body);
        String sku = event.path("subject").asText();
        long sequence = event.path("sequence").asLong(-1);
        synchronized (check) {
            long newest = check.newest.getOrDefault(sku, -1L);
            if (sequence > newest) {
                check.events.incrementAndGet();
                check.newest.put(sku, sequence);
            } else {
                check.repetitions.incrementAndGet();
            }
            if (sequence > newest + 1 && check.faults.size() < MAX_FAULTS) {
                check.faults.add("event " + sequence + " of " + sku + " came after " + newest);
            }
            if (!isSigned(check.secret, exchange, body) && check.faults.size() < MAX_FAULTS) {
                check.faults.add("event " + sequence + " of " + sku + " has a wrong signature");
            }
        }
    }

    private static boolean isSigned(byte[] secret, HttpExchange exchange, byte[] body) {
        String begin = exchange.getRequestHeaders().getFirst("webhook-id") + "."
                + exchange.getRequestHeaders().getFirst("webhook-timestamp") + ".";
        String signatures = exchange.getRequestHeaders().getFirst("webhook-signature");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(begin.getBytes(StandardCharsets.UTF_8));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            return Arrays.asList(signatures.split(" ")).contains(expected);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Different events that have arrived at a checked address, by SKU. */
    Map<String, Long> arrived(String name) {
        Check check = checked(name);
        synchronized (check) {
            Map<String, Long> arrived = new ConcurrentHashMap<>();
            check.newest.forEach((sku, newest) -> arrived.put(sku, newest + 1));
            return arrived;
        }
    }

    long repetitions(String name) {
        return checked(name).repetitions.get();
    }

    List<String> faults(String name) {
        Check check = checked(name);
        synchronized (check) {
            return List.copyOf(check.faults);
        }
    }

    private Check checked(String name) {
        Check check = checks.get("/" + name);
        if (check == null) {
            throw new IllegalArgumentException(name);
        }
        return check;
    }

    /** Deliveries that were answered as received, at all addresses. */
    long count() {
        return counted.get();
    }

    /** Requests, answered or not. */
    long requests() {
        return calls.get();
    }

    @Override
    public void close() {
        kill();
    }
}
