package stockledger.trials.attack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;

/** Some meters of the process under attack, summed over their tags. */
record ProcessMeters(double heapMegabytes, double threads, double active, double waitingBodies) {

    private static final double MEGABYTE = 1 << 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static ProcessMeters read(URI url) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/actuator/prometheus"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            String scrape =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new ProcessMeters(
                    sum(scrape, "jvm_memory_used_bytes{area=\"heap\"") / MEGABYTE,
                    sum(scrape, "jvm_threads_live_threads"),
                    // This request is one.
                    Math.max(0, sum(scrape, "stockledger_requests_active") - 1),
                    sum(scrape, "stockledger_callers_waiting"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double sum(String scrape, String prefix) {
        return Arrays.stream(scrape.split("\n"))
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Whether no request is executed, and no thread waits for a body. */
    boolean isQuiet() {
        return active == 0 && waitingBodies == 0;
    }
}
