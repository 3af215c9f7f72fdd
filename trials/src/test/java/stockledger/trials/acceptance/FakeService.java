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

/** {@link FakeShop} over HTTP, with faults injected by tests. */
final class FakeService implements AutoCloseable {

    /** A fault of one request. */
    enum Fault {
        /** The connection is closed before the request is executed. */
        DROP_BEFORE,
        /** The request is executed, and the connection is closed before the response. */
        DROP_AFTER,
        /** The request is executed twice. */
        TWICE,
        /** The request is acknowledged, but its movement is lost. */
        LOSE,
        ANSWER_500,
        ANSWER_503
    }

    record ReceivedRequest(String line, String key, String token) {}

    private record InjectedFault(Pattern line, Fault fault, AtomicBoolean used) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Disables Nagle's algorithm, which together with delayed ACKs delays responses by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final FakeShop shop = new FakeShop();
    private final Queue<InjectedFault> faults = new ConcurrentLinkedQueue<>();
    private final Queue<ReceivedRequest> received = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer server;
    private long tokens;

    FakeService() {
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

    /** Injects a fault into the first request whose method and path match. */
    FakeService inject(String line, Fault fault) {
        faults.add(new InjectedFault(Pattern.compile(line), fault, new AtomicBoolean()));
        return this;
    }

    /** The received requests whose method and path match, in the order of their arrival. */
    List<ReceivedRequest> received(String line) {
        return received.stream().filter(request -> request.line.matches(line)).toList();
    }

    FakeShop shop() {
        return shop;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        received.add(
                new ReceivedRequest(line, header(exchange, "Idempotency-Key"), header(exchange, "Consistency-Token")));
        Fault fault = faults.stream()
                .filter(injected -> injected.line.matcher(line).matches() && injected.used.compareAndSet(false, true))
                .map(InjectedFault::fault)
                .findFirst()
                .orElse(null);
        if (fault == Fault.DROP_BEFORE) {
            exchange.close();
            return;
        }
        FakeShop.Reply reply = reply(line.split("[ /?]+"), body, fault);
        if (fault == Fault.DROP_AFTER) {
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

    private FakeShop.Reply reply(String[] parts, JsonNode body, Fault fault) {
        if (fault == Fault.ANSWER_500) {
            return FakeShop.problem(500, "internal-error");
        }
        if (fault == Fault.ANSWER_503) {
            return FakeShop.problem(503, "not-yet-visible");
        }
        synchronized (shop) {
            if (fault == Fault.LOSE) {
                shop.loseNextMovement();
            }
            if (fault == Fault.TWICE) {
                reply(parts, body);
            }
            return reply(parts, body);
        }
    }

    /** Parts are method, v1, collection, id, action. */
    private FakeShop.Reply reply(String[] parts, JsonNode body) {
        String id = parts.length > 3 ? parts[3] : "";
        String action = parts.length > 4 ? parts[4] : "";
        return switch (parts[0] + " " + parts[2] + " " + action) {
            case "POST locations " -> shop.openLocation(body);
            case "POST products " -> shop.register(body);
            case "POST inventory receipts" -> shop.receive(id, body);
            case "POST inventory adjustments" -> shop.adjust(id, body);
            case "POST reservations " -> shop.reserve(body);
            case "POST reservations confirm" -> shop.confirm(id);
            case "POST reservations ship" -> shop.ship(id);
            case "POST reservations return" -> shop.returnUnits(id, body);
            case "GET reservations " -> shop.reservation(id);
            case "GET inventory " -> shop.inventory(id);
            case "GET inventory movements" ->
                shop.movements(id, parts[5].contains("cursor=") ? Integer.parseInt(parts[5].replaceAll(".*=", "")) : 0);
            default -> FakeShop.problem(404, "not-found");
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
