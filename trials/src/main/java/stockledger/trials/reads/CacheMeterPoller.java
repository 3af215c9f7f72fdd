package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stockledger.trials.client.Credential;

/** Polls the service's cache meters every few seconds. */
final class CacheMeterPoller implements AutoCloseable {

    private static final int INTERVAL_SECONDS = 2;
    private static final Pattern LOOKUPS =
            Pattern.compile("(?m)^stockledger_cache_lookups_total\\{([^}]*)}\\s+([0-9.E+]+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /**
     * Lookups since the previous sample.
     *
     * @param hits by cache level
     * @param misses by cache level
     */
    record Sample(double second, Map<String, Double> hits, Map<String, Double> misses) {}

    private final URI meters;
    private final Timeline timeline;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "cache-meter-poller");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Sample> samples = new ArrayList<>();
    private Map<String, Double> previous = Map.of();

    CacheMeterPoller(URI url, Timeline timeline) {
        this.meters = URI.create(url.toString().replaceAll("/+$", "") + "/actuator/prometheus");
        this.timeline = timeline;
    }

    void start() {
        scheduler.scheduleWithFixedDelay(this::poll, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    private void poll() {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(meters).timeout(Duration.ofSeconds(10));
            if (Credential.key() != null) {
                request.header(Credential.HEADER, Credential.key());
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            record(timeline.second(), lookups(response.body()));
        } catch (IOException e) {
            record(timeline.second(), Map.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Total lookups by level and result, as {@code process hit}. */
    static Map<String, Double> lookups(String scrape) {
        Map<String, Double> lookups = new TreeMap<>();
        Matcher sample = LOOKUPS.matcher(scrape);
        while (sample.find()) {
            Map<String, String> labels = new TreeMap<>();
            Matcher label = LABEL.matcher(sample.group(1));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            lookups.merge(
                    labels.get("level") + " " + labels.get("result"), Double.valueOf(sample.group(2)), Double::sum);
        }
        return lookups;
    }

    synchronized void record(double second, Map<String, Double> totals) {
        if (!previous.isEmpty() && !totals.isEmpty()) {
            Map<String, Double> hits = new TreeMap<>();
            Map<String, Double> misses = new TreeMap<>();
            totals.forEach((key, total) -> {
                double increase = Math.max(0, total - previous.getOrDefault(key, 0.0));
                String level = key.substring(0, key.indexOf(' '));
                (key.endsWith(" hit") ? hits : misses).put(level, increase);
            });
            samples.add(new Sample(second, hits, misses));
        }
        previous = totals;
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
