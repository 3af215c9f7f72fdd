package stockledger.trials.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import stockledger.trials.cli.Machine;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Call;
import stockledger.trials.client.KindStats;
import stockledger.trials.client.Projections;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.RequestMetrics;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryPolicy;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.StatsRecorder;

/** Takes values from the events of the service, and measures the searches by them. */
final class EventSearchRun {

    private static final String ADDRESS = "/v1/admin/events";
    private static final String NEXT = "nextCursor";
    private static final String PREVIOUS = "previousCursor";
    private static final int SAMPLE_PAGE = 200;
    private static final int MAX_SHOWN = 20;
    private static final Duration TIMEOUT = Duration.ofHours(1);

    /**
     * @param samples measured requests of each search
     * @param warmUp requests of each search before them
     * @param limit events of a page
     * @param depth pages that are followed
     * @param reads pages at random times that the values are taken from
     */
    record Plan(URI url, int samples, int warmUp, int limit, int depth, int reads, long seed, double maxMillis) {}

    private final Plan plan;
    private final Consumer<String> progress;
    private final RequestMetrics metrics = new RequestMetrics();
    private final RetryingClient client;
    private final SplittableRandom random;
    private final List<String> wrong = new ArrayList<>();
    private long wrongPages;

    EventSearchRun(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.client = new RetryingClient(List.of(plan.url), RetryPolicy.DEFAULT, new Backoff(), metrics);
        this.random = new SplittableRandom(plan.seed);
    }

    EventSearchReport run() {
        Projections projections = new Projections(client);
        projections.awaitCaughtUp(TIMEOUT);
        SampledEvents events = sample();
        progress.accept("values are taken from " + events.size() + " events");
        List<EventSearchReport.Row> rows = new ArrayList<>();
        for (Search search : Search.all(events)) {
            rows.add(measure(search, events));
        }
        for (Search search : Search.followed(events)) {
            rows.addAll(follow(search, events));
        }
        return EventSearchReport.of(
                new EventSearchReport.Setting(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        plan.url.toString(),
                        Machine.current(),
                        projections.events(),
                        plan.limit,
                        plan.depth,
                        plan.seed),
                differentValues(events),
                List.copyOf(rows),
                plan.maxMillis,
                metrics.all().stream().mapToLong(KindStats::retries).sum(),
                wrongPages,
                List.copyOf(wrong));
    }

    private static Map<String, Integer> differentValues(SampledEvents events) {
        Map<String, Integer> different = new LinkedHashMap<>();
        for (Field field : Field.values()) {
            different.put(field.parameter(), events.different(field));
        }
        return different;
    }

    /** Reads pages at random times between the first event and the last one. */
    private SampledEvents sample() {
        List<JsonNode> events = new ArrayList<>();
        Map<String, String> one = new LinkedHashMap<>(Map.of("limit", "1"));
        List<JsonNode> newest = items(required(one));
        one.put("order", "asc");
        List<JsonNode> oldest = items(required(one));
        if (newest.isEmpty() || oldest.isEmpty()) {
            throw new SetupFailed("the service has no events");
        }
        events.addAll(oldest);
        events.addAll(newest);
        Instant first = Instant.parse(oldest.get(0).path("time").asText());
        Instant last = Instant.parse(newest.get(0).path("time").asText());
        for (int i = 0; i < plan.reads; i++) {
            Instant from = first.plusMillis(
                    random.nextLong(Duration.between(first, last).toMillis() + 1));
            events.addAll(items(
                    required(Map.of("from", from.toString(), "order", "asc", "limit", String.valueOf(SAMPLE_PAGE)))));
        }
        return new SampledEvents(events);
    }

    private Response required(Map<String, String> parameters) {
        Response response = get(parameters);
        if (!response.accepted()) {
            throw new SetupFailed("the events cannot be read: " + response.summary());
        }
        return response;
    }

    private Response get(Map<String, String> parameters) {
        return client.send(Call.get(RequestKind.READ, ADDRESS + Search.query(parameters), null));
    }

    private EventSearchReport.Row measure(Search search, SampledEvents events) {
        progress.accept(search.name());
        for (int i = 0; i < plan.warmUp; i++) {
            get(request(search, events));
        }
        PageRecorder recorder = new PageRecorder();
        for (int i = 0; i < plan.samples; i++) {
            recorder.send(request(search, events));
        }
        return recorder.row(search.name());
    }

    private Map<String, String> request(Search search, SampledEvents events) {
        Map<String, String> parameters = search.parameters(events, random);
        parameters.put("order", random.nextBoolean() ? "asc" : "desc");
        parameters.put("limit", String.valueOf(plan.limit));
        return parameters;
    }

    /** Follows the pages forwards as deep as planned, and the same pages backwards, from the first again until all are measured. */
    private List<EventSearchReport.Row> follow(Search search, SampledEvents events) {
        progress.accept("pages of " + search.name());
        PageRecorder forwards = new PageRecorder();
        PageRecorder backwards = new PageRecorder();
        // Searches with one page have nothing to follow.
        for (int walk = 0; walk < plan.samples && backwards.count < plan.samples; walk++) {
            Map<String, String> parameters = request(search, events);
            List<List<String>> pages = new ArrayList<>();
            Response page = get(parameters);
            while (page.accepted() && page.body().has(NEXT) && pages.size() < plan.depth) {
                pages.add(PageRecorder.ids(page));
                page = forwards.send(at(parameters, page, NEXT));
            }
            for (int i = pages.size() - 1; i >= 0 && page.accepted(); i--) {
                if (!page.body().has(PREVIOUS)) {
                    wrong(Search.query(parameters) + ": page " + (i + 2) + " has no previous page");
                    break;
                }
                page = backwards.send(at(parameters, page, PREVIOUS));
                if (!PageRecorder.ids(page).equals(pages.get(i))) {
                    wrong(Search.query(parameters) + ": page " + (i + 1) + " has other events backwards than forwards");
                }
            }
        }
        return List.of(forwards.row(search.name() + ", next pages"), backwards.row(search.name() + ", previous pages"));
    }

    private static Map<String, String> at(Map<String, String> parameters, Response page, String direction) {
        Map<String, String> next = new LinkedHashMap<>(parameters);
        next.put("cursor", page.body().path(direction).asText());
        return next;
    }

    private void wrong(String what) {
        wrongPages++;
        if (wrong.size() < MAX_SHOWN) {
            wrong.add(what);
        }
    }

    private static List<JsonNode> items(Response page) {
        List<JsonNode> items = new ArrayList<>();
        page.body().path("items").forEach(items::add);
        return items;
    }

    /** Records the pages of one search, and compares them with their filter. */
    private final class PageRecorder {

        private final StatsRecorder stats = new StatsRecorder();
        private long count;
        private long items;

        Response send(Map<String, String> parameters) {
            Response response = get(parameters);
            count++;
            if (response.accepted()) {
                stats.accepted(response.sentNanos(), response.receivedNanos(), 0);
                items += items(response).size();
                String difference = PageCheck.differenceOf(parameters, items(response));
                if (!difference.isEmpty()) {
                    wrong(Search.query(parameters) + ": " + difference);
                }
            } else {
                stats.failed(response.sentNanos(), response.receivedNanos(), response.summary());
            }
            return response;
        }

        static List<String> ids(Response page) {
            return items(page).stream()
                    .map(item -> item.path("eventId").asText())
                    .toList();
        }

        EventSearchReport.Row row(String name) {
            return new EventSearchReport.Row(name, count == 0 ? 0 : (double) items / count, stats.stats());
        }
    }
}
