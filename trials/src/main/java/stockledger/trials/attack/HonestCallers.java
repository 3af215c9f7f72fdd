package stockledger.trials.attack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stockledger.trials.client.Call;
import stockledger.trials.client.FixedRateRun;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.RequestSequence;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;

/** The callers that must be answered meanwhile: pages, lists, liveness and commands, at a fixed rate whether answered or not. */
final class HonestCallers {

    static final String PAGES = "pages";
    static final String LISTS = "lists";
    static final String LIVENESS = "liveness";
    static final String COMMANDS = "commands";

    static final int PRODUCTS = 50;

    private static final String LOCATION = "ATTACKED";
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 16;

    /** A request waits for its connection as a caller would. */
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final URI url;
    private final HttpRequests http;

    HonestCallers(URI url) {
        this.url = url;
        this.http = new HttpRequests(url);
    }

    /** Creates the products that are requested; those of an earlier run are used again. */
    void prepare() {
        RetryingClient client = new RetryingClient(url);
        ObjectNode location = object().put("id", LOCATION).put("name", "Attacked");
        send(client, Call.post(RequestKind.REGISTER, "/v1/locations", location).acceptingRefusal("location-exists"));
        for (int i = 1; i <= PRODUCTS; i++) {
            ObjectNode product = object().put("sku", "ATTACKED-" + i).put("name", "Attacked " + i);
            product.putObject("price").put("amount", "1.00").put("currency", "GBP");
            send(
                    client,
                    Call.post(RequestKind.REGISTER, "/v1/products", product).acceptingRefusal("product-exists"));
        }
    }

    private static void send(RetryingClient client, Call call) {
        Response response = client.send(call);
        if (!response.accepted()) {
            throw new SetupFailed(call + " was answered " + response.summary());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The requests of the warm-up, and of any closed loop of commands. */
    RequestSequence commands() {
        int[] next = {0};
        return () -> http.send(
                "POST",
                "/v1/inventory/ATTACKED-" + (1 + next[0]++ % PRODUCTS) + "/receipts",
                "{\"locationId\":\"" + LOCATION + "\",\"quantity\":1,\"reference\":\"honest\"}");
    }

    HttpRequests http() {
        return http;
    }

    /** Sends requests for some seconds; returns the outcomes by kind. */
    Map<String, Outcomes> run(double seconds, double perSecond, Map<String, RequestSequence> more) throws IOException {
        Map<String, RequestSequence> kinds = new LinkedHashMap<>();
        int[] next = {0};
        kinds.put(PAGES, () -> http.get("/v1/products/ATTACKED-" + (1 + next[0]++ % PRODUCTS)));
        kinds.put(LISTS, () -> http.get("/v1/products?limit=20&sort=name"));
        // Each on a new connection, as probes are.
        kinds.put(LIVENESS, () -> http.get("/actuator/health/liveness", "Connection: close"));
        kinds.putAll(more);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        Map<String, Outcomes> outcomes = new LinkedHashMap<>();
        Workload[] workloads = kinds.entrySet().stream()
                .map(kind -> {
                    Outcomes of = new Outcomes(start, end);
                    outcomes.put(kind.getKey(), of);
                    return Workload.http(
                            http.address(),
                            CONNECTIONS,
                            new FixedRateRun(kind.getValue(), of, start, end, perSecond, end + GIVE_UP_NANOS));
                })
                .toArray(Workload[]::new);
        HttpLoadClient.run(RESPONSE_TIMEOUT, workloads);
        return outcomes;
    }
}
