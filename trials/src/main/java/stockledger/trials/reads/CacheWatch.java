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

/** Looks every few seconds at what the service's caches have counted. */
final class CacheWatch implements AutoCloseable {

    private static final int EVERY_SECONDS = 2;
    private static final Pattern LOOKUPS =
            Pattern.compile("(?m)^stockledger_cache_lookups_total\\{([^}]*)}\\s+([0-9.E+]+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /**
     * What was counted since the look before.
     *
     * @param hits by level
     * @param misses by level
     */
    record Look(double second, Map<String, Double> hits, Map<String, Double> misses) {}

    private final URI meters;
    private final Timeline timeline;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "cache-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Look> looks = new ArrayList<>();
    private Map<String, Double> before = Map.of();

    CacheWatch(URI url, Timeline timeline) {
        this.meters = URI.create(url.toString().replaceAll("/+$", "") + "/actuator/prometheus");
        this.timeline = timeline;
    }

    void begin() {
        clock.scheduleWithFixedDelay(this::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            HttpRequest request = HttpRequest.newBuilder(meters)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            note(timeline.second(), lookups(answer.body()));
        } catch (IOException e) {
            note(timeline.second(), Map.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was looked up so far, by level and result, as {@code process hit}. */
    static Map<String, Double> lookups(String scrape) {
        Map<String, Double> all = new TreeMap<>();
        Matcher sample = LOOKUPS.matcher(scrape);
        while (sample.find()) {
            Map<String, String> labels = new TreeMap<>();
            Matcher label = LABEL.matcher(sample.group(1));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            all.merge(labels.get("level") + " " + labels.get("result"), Double.valueOf(sample.group(2)), Double::sum);
        }
        return all;
    }

    synchronized void note(double second, Map<String, Double> now) {
        if (!before.isEmpty() && !now.isEmpty()) {
            Map<String, Double> hits = new TreeMap<>();
            Map<String, Double> misses = new TreeMap<>();
            now.forEach((key, count) -> {
                double more = Math.max(0, count - before.getOrDefault(key, 0.0));
                String level = key.substring(0, key.indexOf(' '));
                (key.endsWith(" hit") ? hits : misses).put(level, more);
            });
            looks.add(new Look(second, hits, misses));
        }
        before = now;
    }

    synchronized List<Look> looks() {
        return List.copyOf(looks);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
