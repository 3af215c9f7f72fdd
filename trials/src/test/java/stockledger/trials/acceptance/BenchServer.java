package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** {@link BenchShop} over HTTP: honest, but for the faults that a test plants. */
final class BenchServer implements AutoCloseable {

    /** What goes wrong with one request. */
    enum Twist {
        /** The connection is lost before anything happened. */
        DROP_BEFORE,
        /** It happens, but the connection is lost before the answer. */
        DROP_AFTER,
        /** It happens twice and is answered once. */
        TWICE,
        /** It is acknowledged, but the stock does not move. */
        LOSE,
        ANSWER_500,
        ANSWER_503
    }

    record Seen(String line, String key, String token) {}

    private record Fault(Pattern line, Twist twist, AtomicBoolean spent) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Else every other answer waits 40 ms for the one before it to be acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final BenchShop shop = new BenchShop();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer server;
    private long tokens;

    BenchServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Goes wrong once, with the first request whose method and path match. */
    BenchServer plant(String line, Twist twist) {
        faults.add(new Fault(Pattern.compile(line), twist, new AtomicBoolean()));
        return this;
    }

    /** Requests in the order of their arrival whose method and path match. */
    List<Seen> seen(String line) {
        return seen.stream().filter(one -> one.line.matches(line)).toList();
    }

    BenchShop shop() {
        return shop;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        seen.add(new Seen(line, header(exchange, "Idempotency-Key"), header(exchange, "Consistency-Token")));
        Twist twist = faults.stream()
                .filter(fault -> fault.line.matcher(line).matches() && fault.spent.compareAndSet(false, true))
                .map(Fault::twist)
                .findFirst()
                .orElse(null);
        if (twist == Twist.DROP_BEFORE) {
            exchange.close();
            return;
        }
        BenchShop.Reply reply = reply(line.split("[ /?]+"), body, twist);
        if (twist == Twist.DROP_AFTER) {
            exchange.close();
            return;
        }
        byte[] text = reply.body().toString().getBytes(StandardCharsets.UTF_8);
        if (line.startsWith("POST")) {
            exchange.getResponseHeaders().add("Consistency-Token", nextToken());
        }
        exchange.sendResponseHeaders(reply.status(), text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private BenchShop.Reply reply(String[] words, JsonNode body, Twist twist) {
        if (twist == Twist.ANSWER_500) {
            return BenchShop.problem(500, "internal-error");
        }
        if (twist == Twist.ANSWER_503) {
            return BenchShop.problem(503, "not-yet-visible");
        }
        synchronized (shop) {
            if (twist == Twist.LOSE) {
                shop.forgetNextMovement();
            }
            if (twist == Twist.TWICE) {
                reply(words, body);
            }
            return reply(words, body);
        }
    }

    /** Words are method, v1, collection, identity, action. */
    private BenchShop.Reply reply(String[] words, JsonNode body) {
        String identity = words.length > 3 ? words[3] : "";
        String action = words.length > 4 ? words[4] : "";
        return switch (words[0] + " " + words[2] + " " + action) {
            case "POST locations " -> shop.locate(body);
            case "POST products " -> shop.register(body);
            case "POST inventory receipts" -> shop.receive(identity, body);
            case "POST inventory adjustments" -> shop.adjust(identity, body);
            case "POST reservations " -> shop.reserve(body);
            case "POST reservations confirm" -> shop.confirm(identity);
            case "POST reservations ship" -> shop.ship(identity);
            case "POST reservations return" -> shop.takeBack(identity, body);
            case "GET reservations " -> shop.reservation(identity);
            case "GET inventory " -> shop.inventory(identity);
            case "GET inventory movements" ->
                shop.movements(
                        identity, words[5].contains("cursor=") ? Integer.parseInt(words[5].replaceAll(".*=", "")) : 0);
            default -> BenchShop.problem(404, "not-found");
        };
    }

    private synchronized String nextToken() {
        return "t" + tokens++;
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
