package stockledger.trials.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;

/** One delivery from its sending, or from an earlier one's, to the end of its job and the count of the shelves. */
final class BulkRun {

    private static final int ACCEPTED = 202;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Target target;
    private final Duration longestFold;
    private final PrintWriter progress;
    private final RetryingClient caller;
    private final Backoff pauses = new Backoff();

    /**
     * @param longestFold after the job's end, how long the shelves may take to show it
     */
    BulkRun(Target target, Duration longestFold, PrintWriter progress) {
        this.target = target;
        this.longestFold = longestFold;
        this.progress = progress;
        this.caller = target.caller();
    }

    /**
     * @param job a job that was begun before; null sends the delivery
     */
    BulkReport run(Delivery delivery, @Nullable String job) throws IOException, SQLException {
        List<RivalLine> rivals = RivalLine.taking(target, delivery.skuCount(), progress);
        if (job == null) {
            say("opening run " + delivery.run());
            new Opening(caller).open(Sale.ofMany(delivery.location(), delivery.skus(), 0, 0));
        }
        byte[] csv = delivery.csv();
        say(job == null ? "sending " + csv.length + " bytes" : "watching " + job);
        long start = System.nanoTime();
        String watched = job == null ? sent(delivery, csv) : job;
        say("job " + watched);
        JsonNode end = watched(watched);
        double seconds = (System.nanoTime() - start) / 1e9;
        double perSecond = delivery.rows() / seconds;
        say("checking");
        List<String> differences = new ArrayList<>();
        if (!end.path("status").asText("").equals("finished")) {
            differences.add("the job ended as " + end.path("status").asText("nothing"));
        }
        differences.addAll(shelves(delivery));
        return new BulkReport(
                target.url().toString(),
                delivery.run(),
                watched,
                delivery.rows(),
                delivery.skuCount(),
                job == null,
                seconds,
                perSecond,
                end,
                rivals.stream().map(rival -> rival.beside(perSecond)).toList(),
                List.copyOf(differences));
    }

    /** Sent again after a lost connection it is the same delivery: its key says so. */
    private String sent(Delivery delivery, byte[] csv) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root() + "/v1/bulk/receipts"))
                .timeout(Duration.ofMinutes(5))
                .header("Content-Type", "text/csv")
                .header("Idempotency-Key", "bulk-load:" + delivery.run())
                .POST(HttpRequest.BodyPublishers.ofByteArray(csv))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            String location = answer.headers().firstValue("Location").orElse("");
            if (answer.statusCode() != ACCEPTED || !location.contains("/v1/jobs/")) {
                throw new Opening.Refused(
                        "the delivery was answered " + answer.statusCode() + " " + code(answer.body()));
            }
            return location.substring(location.lastIndexOf('/') + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String code(String body) {
        try {
            return new ObjectMapper().readTree(body).path("code").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private String root() {
        return target.url().toString().replaceAll("/+$", "");
    }

    private JsonNode watched(String job) {
        while (true) {
            Response answer = caller.send(Call.get(RequestKind.READ, "/v1/jobs/" + job, null));
            String status = answer.body().path("status").asText("");
            // Right after it was accepted, the read side may not have heard of it yet.
            boolean running = answer.status() == 404 || status.equals("accepted") || status.equals("running");
            if (!running) {
                return answer.body();
            }
            pauses.await(LOOK_EVERY);
        }
    }

    private List<String> shelves(Delivery delivery) {
        List<String> differences = new ArrayList<>();
        long[] expected = delivery.onHand();
        List<String> names = delivery.skus();
        long giveUp = System.nanoTime() + longestFold.toNanos();
        for (int sku = 0; sku < expected.length; sku++) {
            String name = names.get(sku);
            JsonNode got = onHand(name);
            while (got.longValue() != expected[sku] && System.nanoTime() < giveUp) {
                pauses.await(LOOK_EVERY);
                got = onHand(name);
            }
            if (got.longValue() != expected[sku]) {
                differences.add(name + ": onHand: expected " + expected[sku] + ", got " + got);
            }
        }
        return differences;
    }

    private JsonNode onHand(String sku) {
        return caller.send(Call.get(RequestKind.READ, "/v1/inventory/" + sku, null))
                .body()
                .path("onHand");
    }

    private void say(String what) {
        progress.println(what);
        progress.flush();
    }
}
