package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An in-memory service that sells correctly, except for the fault that a test injects into the hundredth reservation. */
final class FakeSaleService implements AutoCloseable {

    enum Fault {
        NONE,
        /** The reservation is accepted without stock. */
        OVERSELL,
        /** The reservation is accepted, but nothing is held. */
        FORGET,
        /** The last row of a bulk upload is ignored. */
        LOSE_A_ROW,
        /** The unit is held, but the reservation is refused. */
        REFUSE,
        FAIL,
        DROP
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FAULTY_RESERVATION = 100;

    private final Map<String, Long> stock = new HashMap<>();
    private final Map<String, Long> held = new HashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;
    private final Fault fault;
    private int reservations;
    private int readsWithoutToken;
    private int jobReads;

    FakeSaleService(Fault fault) {
        this.fault = fault;
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized int readsWithoutToken() {
        return readsWithoutToken;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        byte[] sent = exchange.getRequestBody().readAllBytes();
        boolean upload = path[2].equals("bulk");
        JsonNode body = JSON.readTree(upload ? new byte[0] : sent);
        boolean withToken = exchange.getRequestHeaders().containsKey("Consistency-Token");
        Reply reply;
        if (upload) {
            reply = receive(new String(sent, StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("Location", "/v1/jobs/job-1");
        } else if (path[2].equals("jobs")) {
            reply = job();
        } else if (path[2].equals("availability")) {
            reply = available(body.path("skus"));
        } else {
            reply = exchange.getRequestMethod().equals("GET") ? read(path[3], withToken) : decide(path, body);
        }
        if (reply.status == 0) {
            exchange.close();
            return;
        }
        byte[] text = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Consistency-Token", "t");
        exchange.sendResponseHeaders(reply.status, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private record Reply(int status, String body) {}

    private synchronized Reply read(String sku, boolean withToken) {
        readsWithoutToken += withToken ? 0 : 1;
        long onHand = stock.getOrDefault(sku, 0L);
        long taken = held.getOrDefault(sku, 0L);
        return new Reply(
                200,
                "{\"onHand\":" + onHand + ",\"held\":" + taken + ",\"available\":" + Math.max(0, onHand - taken) + "}");
    }

    private synchronized Reply available(JsonNode skus) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        skus.forEach(sku -> items.addObject().put("available", stock.getOrDefault(sku.asText(), 0L)));
        return new Reply(200, answer.toString());
    }

    private synchronized Reply receive(String csv) {
        String[] rows = csv.split("\n", -1);
        int last = fault == Fault.LOSE_A_ROW ? rows.length - 2 : rows.length - 1;
        for (int row = 1; row < last; row++) {
            String[] cells = rows[row].split(",", -1);
            stock.merge(cells[0], Long.valueOf(cells[2]), Long::sum);
        }
        return new Reply(202, "{}");
    }

    /** The job is unknown at first, then running, then finished. */
    private synchronized Reply job() {
        jobReads++;
        if (jobReads == 1) {
            return new Reply(404, "{\"code\":\"job-not-found\"}");
        }
        return new Reply(200, jobReads == 2 ? "{\"status\":\"running\"}" : "{\"status\":\"finished\"}");
    }

    private synchronized Reply decide(String[] path, JsonNode body) {
        if (path[2].equals("reservations")) {
            reservations++;
            return reserve(
                    body.path("lines").path(0).path("sku").asText(),
                    reservations == FAULTY_RESERVATION ? fault : Fault.NONE);
        }
        if (path[2].equals("inventory")) {
            stock.merge(path[3], body.path("quantity").asLong(), Long::sum);
        }
        return new Reply(201, "{}");
    }

    private Reply reserve(String sku, Fault current) {
        boolean left = held.getOrDefault(sku, 0L) < stock.getOrDefault(sku, 0L);
        if (current == Fault.FAIL) {
            return new Reply(500, "{\"code\":\"internal-error\"}");
        }
        if (current == Fault.DROP) {
            return new Reply(0, "");
        }
        if ((left || current == Fault.OVERSELL) && current != Fault.FORGET) {
            held.merge(sku, 1L, Long::sum);
        }
        boolean accepted = current == Fault.FORGET || current == Fault.OVERSELL || left && current != Fault.REFUSE;
        return accepted ? new Reply(201, "{}") : new Reply(409, "{\"code\":\"insufficient-stock\"}");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
