package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/**
 * What the pages of the console show besides the sample shop: work under way, work that failed, and texts that a browser would
 * execute if it took them for markup.
 */
final class ConsoleData implements AutoCloseable {

    static final String SKU = "MUG-STN-OAT";
    static final String PARKED_SKU = "MUG-STN-MOS";
    static final String SCRIPT_SKU = "SCRIPT-1";

    static final String SCRIPT = "<script>executed='script'</script><img src=x onerror=executed='image'>";

    /** An actor has no spaces. */
    static final String SCRIPT_ACTOR = "<img/src=x/onerror=executed='actor'>";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final RunningJar service;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Values of variables in the addresses of pages, as "module:variable". */
    private final Map<String, String> variables = new TreeMap<>();

    /** Queries of the addresses of pages, by module. */
    private final Map<String, String> queries = new TreeMap<>();

    /** Receives webhooks: /orders refuses every delivery, other addresses the first one. */
    private final HttpServer receiver;

    private String damagedEvent = "";

    ConsoleData(RunningJar service) throws IOException {
        this.service = service;
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        AtomicBoolean first = new AtomicBoolean(true);
        receiver.createContext("/", exchange -> {
            boolean refused = exchange.getRequestURI().getPath().startsWith("/orders") || first.getAndSet(false);
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @Override
    public void close() {
        receiver.stop(0);
    }

    /** The address of a route of the console, such as /console/products/:sku. */
    String address(String module, String route) {
        String address = route;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (variable.getKey().startsWith(module + ":")) {
                address = address.replace(variable.getKey().substring(module.length()), variable.getValue());
            }
        }
        assertThat(address).as("every variable has a value").doesNotContain("/:");
        return address + queries.getOrDefault(module, "");
    }

    void add() throws IOException, InterruptedException, SQLException {
        String failing = addWebhooks();
        String stock = "/v1/inventory/" + SKU;
        // Booked twice: the count sheet finds it.
        for (String actor : List.of("anna", "ben")) {
            post(actor, stock + "/receipts", Map.of("locationId", "LEEDS", "quantity", 24, "reference", "PO-1042"));
        }
        post("ben", stock + "/adjustments", Map.of("locationId", "LEEDS", "delta", -2, "reason", "damaged"));
        post("ben", stock + "/transfers", Map.of("from", "LEEDS", "to", "YORK-SHOP", "quantity", 6));
        String expected = LocalDate.now(ZoneOffset.UTC).plusDays(3).toString();
        post(
                "anna",
                stock + "/incoming",
                Map.of("locationId", "BRISTOL", "quantity", 48, "expectedOn", expected, "reference", "PO-1043"));
        post(
                "shop",
                "/v1/reservations",
                Map.of("id", "cart-1042", "lines", List.of(Map.of("sku", SKU, "quantity", 2))));
        variables.put("product:sku", SKU);
        variables.put("event:id", event(SKU, "stock.StockReceived"));
        String job = upload(
                "anna",
                "sku,locationId,quantity,reference\n" + "MUG-STN-SLA,LEEDS,6,PO-1044\n".repeat(40)
                        + "MUG-UNKNOWN,LEEDS,12,PO-1044\n" + SKU + ",LEEDS,0,PO-1044\n");
        variables.put("job:id", job);
        upload("ben", "sku,locationId,quantity,reference\n" + "MUG-STN-SLA,BRISTOL,4,PO-1045\n".repeat(12));
        post(
                "anna",
                "/v1/admin/projections/location/rebuilds",
                Map.of("dryRun", true, "reason", "rehearse the rebuild before the release"));
        int epoch = post(
                        "ben",
                        "/v1/admin/projections/sku/rebuilds",
                        Map.of("switch", "whenTold", "reason", "a field was added to the view"))
                .path("epoch")
                .asInt();
        count();
        variables.put("rebuild:name", "sku");
        variables.put("rebuild:epoch", String.valueOf(epoch));
        park();
        String following = "/v1/webhooks/" + variables.get("webhook:id");
        awaitText(following + "/deliveries?result=failed", "\"number\":1");
        awaitText(following, "\"active\"");
        awaitText("/v1/webhooks/" + failing, "\"failing\"");
    }

    /** One that follows, and one whose receiver fails, which is returned. */
    private String addWebhooks() throws IOException, InterruptedException {
        variables.put(
                "webhook:id",
                register(
                        "ben",
                        Map.of("url", url("/stock"), "description", "Shop floor displays", "skuPrefix", "MUG-")));
        return register(
                "anna",
                Map.of(
                        "url",
                        url("/orders"),
                        "description",
                        "Replenishment orders",
                        "types",
                        List.of("stock.StockReceived", "stock.StockRanLow", "stock.StockRanOut"),
                        "locationId",
                        "LEEDS"));
    }

    private String register(String actor, Map<String, Object> webhook) throws IOException, InterruptedException {
        return post(actor, "/v1/webhooks", webhook).path("id").asText();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    /** Counts of which one agrees with the events and one does not; one more is to be entered. */
    private void count() throws IOException, InterruptedException {
        String millis = Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX);
        queries.put(
                "count",
                "?location=LEEDS&lines=" + SKU + "*" + (atLeeds(SKU) - 24) + "*" + millis + "+MUG-STN-RUS*"
                        + atLeeds("MUG-STN-RUS") + "*" + millis + "+MUG-STN-MID");
    }

    private long atLeeds(String sku) throws IOException, InterruptedException {
        for (JsonNode level : get("/v1/inventory/" + sku).path("levels")) {
            if (level.path("locationId").asText().equals("LEEDS")) {
                return level.path("onHand").asLong();
            }
        }
        throw new AssertionError("no stock of " + sku + " at LEEDS");
    }

    private void park() throws IOException, InterruptedException, SQLException {
        try (Connection connection = EventTable.connect(service)) {
            damagedEvent = EventTable.append(connection, "stock:" + PARKED_SKU, "LEEDS", "2", "\"many\"");
            EventTable.append(connection, "stock:" + PARKED_SKU, "LEEDS", "2", "4");
        }
        awaitText("/v1/admin/parked", "\"" + PARKED_SKU + "\"");
        variables.put("parked-key:projection", "sku");
        variables.put("parked-key:key", PARKED_SKU);
    }

    /** As a release would that reads the event. */
    void mendParkedEvent() throws IOException, SQLException {
        try (Connection connection = EventTable.connect(service)) {
            EventTable.mend(connection, damagedEvent, PARKED_SKU, "LEEDS", "2");
        }
    }

    /** Products, references, actors, reasons, rows, webhooks and damaged events that are script. */
    void addScript() throws IOException, InterruptedException, SQLException {
        post(SCRIPT_ACTOR, "/v1/locations", Map.of("id", "SCRIPT", "name", SCRIPT));
        post(
                SCRIPT_ACTOR,
                "/v1/products",
                Map.of(
                        "sku",
                        SCRIPT_SKU,
                        "name",
                        SCRIPT,
                        "description",
                        SCRIPT,
                        "brand",
                        SCRIPT,
                        "category",
                        "Script/" + SCRIPT.replace("/", ""),
                        "attributes",
                        Map.of("colour", SCRIPT),
                        "price",
                        Map.of("amount", "1.00", "currency", "GBP")));
        String stock = "/v1/inventory/" + SCRIPT_SKU;
        post(SCRIPT_ACTOR, stock + "/receipts", Map.of("locationId", "SCRIPT", "quantity", 9, "reference", SCRIPT));
        post(
                SCRIPT_ACTOR,
                stock + "/transfers",
                Map.of("from", "SCRIPT", "to", "LEEDS", "quantity", 2, "reference", SCRIPT));
        post(
                SCRIPT_ACTOR,
                "/v1/reservations",
                Map.of(
                        "id",
                        "cart-script",
                        "reference",
                        SCRIPT,
                        "lines",
                        List.of(Map.of("sku", SCRIPT_SKU, "quantity", 1))));
        post(SCRIPT_ACTOR, "/v1/admin/projections/location/rebuilds", Map.of("dryRun", true, "reason", SCRIPT));
        variables.put("webhook:id", register(SCRIPT_ACTOR, Map.of("url", url("/stock"), "description", SCRIPT)));
        variables.put("product:sku", SCRIPT_SKU);
        variables.put("event:id", event(SCRIPT_SKU, "stock.StockReceived"));
        variables.put(
                "job:id",
                upload(
                        SCRIPT_ACTOR,
                        "sku,locationId,quantity,reference\n" + "\"" + SCRIPT + "\",LEEDS,1,\"" + SCRIPT + "\"\n"));
        try (Connection connection = EventTable.connect(service)) {
            EventTable.append(connection, "stock:" + SCRIPT_SKU, "LEEDS", "2", JSON.writeValueAsString(SCRIPT));
        }
        awaitText("/v1/admin/parked", "\"" + SCRIPT_SKU + "\"");
        variables.put("parked-key:key", SCRIPT_SKU);
    }

    /** The first key. */
    String issueFirstKey(String name, String... scopes) throws IOException, InterruptedException {
        return post("anna", "/v1/api-keys", Map.of("name", name, "scopes", scopes))
                .path("key")
                .asText();
    }

    /** A further key, issued with one. */
    String issueKey(String with, String name, String scope) throws IOException {
        String body = JSON.writeValueAsString(Map.of("name", name, "scopes", List.of(scope)));
        return JSON.readTree(new KeyedClient(service.port())
                        .send("POST", "/v1/api-keys", with, body)
                        .body())
                .path("key")
                .asText();
    }

    /** A job of receipts, once it has ended. */
    private String upload(String actor, String csv) throws IOException, InterruptedException {
        String id = send(actor, "/v1/bulk/receipts", "text/csv", csv).path("id").asText();
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> !get("/v1/jobs/" + id).path("endedAt").isMissingNode());
        return id;
    }

    private String event(String sku, String type) throws IOException, InterruptedException {
        Awaitility.await().atMost(TIMEOUT).until(() -> !events(sku, type).isEmpty());
        return events(sku, type).path(0).path("eventId").asText();
    }

    private JsonNode events(String sku, String type) throws IOException, InterruptedException {
        return get("/v1/admin/events?limit=1&sku=" + sku + "&type=" + type).path("items");
    }

    private void awaitText(String path, String text) {
        Awaitility.await().atMost(TIMEOUT).until(() -> service.get(path).body().contains(text));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(service.get(path).body());
    }

    JsonNode post(String actor, String path, Map<String, Object> body) throws IOException, InterruptedException {
        return send(actor, path, "application/json", JSON.writeValueAsString(body));
    }

    private JsonNode send(String actor, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                        .header("Content-Type", type)
                        .header("X-Actor", actor)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }
}
