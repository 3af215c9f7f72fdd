package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import stockledger.events.Sku;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/** Appends a history whose events happened at given times, and compares answers about its past with {@link NaiveStock}. */
final class SkuHistoryCheck {

    /** As many events of a term and location as an explanation lists. */
    private static final int LISTED = 16;

    private final RunningQuerySide querySide;
    private final Sku sku;
    private final List<DomainEventMessage<?>> product;
    private final List<DomainEventMessage<?>> stock;

    SkuHistoryCheck(RunningQuerySide querySide, Sku sku) {
        this.querySide = querySide;
        this.sku = sku;
        this.product = events(sku.productStream());
        this.stock = events(sku.stockStream());
    }

    /** Runs with a clock that goes on by a second each time it is read, and now and then goes back by some. */
    static void withTickingClock(Instant from, Random random, Runnable run) {
        Clock before = GenericEventMessage.clock;
        GenericEventMessage.clock = new TickingClock(from, random);
        try {
            run.run();
        } finally {
            GenericEventMessage.clock = before;
        }
    }

    private static final class TickingClock extends Clock {

        private final Random random;
        private Instant now;

        TickingClock(Instant from, Random random) {
            this.now = from;
            this.random = random;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            now = now.plusSeconds(1);
            return random.nextInt(40) == 0 ? now.minusSeconds(random.nextInt(30)) : now;
        }
    }

    private List<DomainEventMessage<?>> events(String stream) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        querySide.bean(EventStore.class).readEvents(stream, 0).forEachRemaining(events::add);
        return events;
    }

    Instant randomInstant(Random random) {
        Instant first = product.get(0).getTimestamp();
        Instant last = stock.get(stock.size() - 1).getTimestamp();
        long seconds = last.getEpochSecond() - first.getEpochSecond();
        return first.plusSeconds(random.nextInt((int) seconds + 2)).plusMillis(random.nextInt(1_000) - 500);
    }

    private static List<DomainEventMessage<?>> until(List<DomainEventMessage<?>> events, Instant asOf) {
        int end = 0;
        while (end < events.size() && !events.get(end).getTimestamp().isAfter(asOf)) {
            end++;
        }
        return events.subList(0, end);
    }

    private JsonNode get(String path, Instant asOf) {
        Answer answer = querySide.get(path + (path.contains("?") ? "&" : "?") + "asOf=" + asOf);
        assertThat(answer.status()).as(path + " " + asOf).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return answer.body();
    }

    private NaiveStock naive(Instant asOf) {
        List<Object> payloads = new ArrayList<>();
        until(stock, asOf).forEach(event -> payloads.add(event.getPayload()));
        return NaiveStock.of(payloads);
    }

    private boolean existed(Instant asOf) {
        return !until(product, asOf).isEmpty();
    }

    void compareExplanation(Instant asOf) {
        String path = "/v1/inventory/" + sku + "/explanation";
        if (!existed(asOf)) {
            assertThat(querySide.get(path + "?asOf=" + asOf).code()).isEqualTo("product-not-found");
            return;
        }
        NaiveStock naive = naive(asOf);
        JsonNode explanation = get(path, asOf);
        assertThat(explanation.path("version").asLong(-1))
                .isEqualTo(until(stock, asOf).size() - 1L);
        assertThat(explanation.path("available").asLong()).isEqualTo(naive.available());
        long sum = 0;
        for (JsonNode term : explanation.path("terms")) {
            sum += term.path("sign").asInt() * term.path("units").asLong();
            compareTerm(term, naive);
        }
        assertThat(sum).as("sum of the terms").isEqualTo(naive.available());
        assertThat(total(explanation, "holds")).isEqualTo(naive.sum("held"));
        assertThat(total(explanation, "allocations")).isEqualTo(naive.sum("allocated"));
        assertThat(total(explanation, "deliveries")).isEqualTo(sumOf(naive.deliveries.values()));
        assertThat(total(explanation, "transfers")).isEqualTo(sumOf(naive.transfers.values()));
    }

    private static long sumOf(Iterable<Long> all) {
        long sum = 0;
        for (long one : all) {
            sum += one;
        }
        return sum;
    }

    /** What is listed and what is not. */
    private static long total(JsonNode explanation, String list) {
        String others = "other" + Character.toUpperCase(list.charAt(0)) + list.substring(1);
        long sum = explanation.path(others).path("units").asLong(0);
        for (JsonNode one : explanation.path(list)) {
            sum += one.path(one.has("units") ? "units" : "quantity").asLong();
        }
        return sum;
    }

    private void compareTerm(JsonNode term, NaiveStock naive) {
        String name = term.path("term").asString();
        boolean safety = name.equals("safetyStock");
        assertThat(term.path("units").asLong()).as(name).isEqualTo(safety ? naive.safetyStock() : naive.sum(name));
        long units = 0;
        for (JsonNode part : term.path("parts")) {
            units += part.path("units").asLong();
            String location = part.path("locationId").asString("");
            long expected = safety ? naive.safetyStocks.getOrDefault(location, 0L) : naive.at(name, location);
            assertThat(part.path("units").asLong()).as(name + " at " + location).isEqualTo(expected);
            long changes = part.path("earlier").path("units").asLong(0);
            for (JsonNode event : part.path("events")) {
                changes += event.path("change").asLong();
                compareEvent(event);
            }
            assertThat(changes).as("events of " + name + " at " + location).isEqualTo(expected);
            if (!safety) {
                assertThat(listed(part)).isEqualTo(behind(naive, name, location));
            }
        }
        assertThat(units).as("parts of " + name).isEqualTo(term.path("units").asLong());
    }

    private static List<String> listed(JsonNode part) {
        List<String> events = new ArrayList<>();
        part.path("events").forEach(event -> events.add(event.path("sequence") + ":" + event.path("change")));
        return events;
    }

    private static List<String> behind(NaiveStock naive, String term, String location) {
        return naive.behind(term, location, LISTED).stream()
                .map(change -> change.sequence() + ":" + change.units())
                .toList();
    }

    private void compareEvent(JsonNode shown) {
        DomainEventMessage<?> event = stock.get(shown.path("sequence").asInt());
        assertThat(shown.path("eventId").asString()).isEqualTo(event.getIdentifier());
        assertThat(shown.path("type").asString())
                .isEqualTo("stock." + event.getPayloadType().getSimpleName());
        assertThat(shown.path("actor").asString()).isEqualTo("kim");
        assertThat(Instant.parse(shown.path("at").asString())).isEqualTo(event.getTimestamp());
    }

    /** Page, inventory and availability. */
    void compareAnswers(Instant asOf) {
        if (!existed(asOf)) {
            for (String path : List.of("/v1/products/", "/v1/inventory/")) {
                assertThat(querySide.get(path + sku + "?asOf=" + asOf).code()).isEqualTo("product-not-found");
            }
            return;
        }
        NaiveStock naive = naive(asOf);
        JsonNode page = get("/v1/products/" + sku, asOf);
        compareLevels(page, naive);
        assertThat(page.path("version").asString())
                .isEqualTo((until(product, asOf).size() - 1)
                        + (until(stock, asOf).isEmpty()
                                ? ""
                                : "." + (until(stock, asOf).size() - 1)));
        JsonNode inventory = get("/v1/inventory/" + sku, asOf);
        compareLevels(inventory, naive);
        assertThat(total(inventory, "deliveries")).isEqualTo(sumOf(naive.deliveries.values()));
        JsonNode item = get("/v1/availability?sku=" + sku, asOf).at("/items/0");
        Supplier<Long> shown = () -> Math.max(0, naive.available());
        assertThat(item.path("available").asLong()).isEqualTo(shown.get());
        assertThat(inventory.path("available").asLong()).isEqualTo(shown.get());
        assertThat(page.at("/availability/available").asLong()).isEqualTo(shown.get());
    }

    private static void compareLevels(JsonNode answer, NaiveStock naive) {
        for (JsonNode level : answer.path("levels")) {
            String location = level.path("locationId").asString();
            NaiveStock.TERMS.forEach(term -> assertThat(level.path(term).asLong())
                    .as(term + " at " + location)
                    .isEqualTo(naive.at(term, location)));
        }
        assertThat(answer.path("levels").size())
                .isGreaterThanOrEqualTo(naive.locations().size());
    }

    /** A point for each event of a range, with the numbers as of its time, at one location or at all. */
    void compareTimeSeries(Instant from, Instant to, String location) {
        String path = "/v1/inventory/" + sku + "/history?maxPoints=2000&from=" + from + "&to=" + to
                + (location.isEmpty() ? "" : "&locationId=" + location);
        if (!existed(to)) {
            assertThat(querySide.get(path).code()).isEqualTo("product-not-found");
            return;
        }
        JsonNode series = querySide.get(path).body();
        assertThat(series.path("complete").asBoolean()).isTrue();
        int before = until(stock, from.minusNanos(1)).size();
        long events = 0;
        long number = 0;
        for (JsonNode point : series.path("points")) {
            events += point.path("events").asLong();
            if (number++ % 50 == 0) {
                comparePoint(point, location);
            }
        }
        if (location.isEmpty()) {
            assertThat(events).isEqualTo(until(stock, to).size() - before);
        }
        if (before > 0) {
            assertThat(series.at("/points/0/at").asString()).isEqualTo(from.toString());
        }
        if (number > 0) {
            comparePoint(series.at("/points/" + (number - 1)), location);
        }
    }

    /** Only the last point of a time is what a query as of it is answered with. */
    private void comparePoint(JsonNode point, String location) {
        Instant at = Instant.parse(point.path("at").asString());
        int end = until(stock, at).size();
        String id = point.path("eventId").asString(null);
        List<Object> payloads = new ArrayList<>();
        for (DomainEventMessage<?> event : stock.subList(0, end)) {
            payloads.add(event.getPayload());
            if (event.getIdentifier().equals(id)) {
                break;
            }
        }
        NaiveStock naive = NaiveStock.of(payloads);
        NaiveStock.TERMS.forEach(term -> assertThat(point.path(term).asLong())
                .as(term + " at " + at)
                .isEqualTo(location.isEmpty() ? naive.sum(term) : naive.at(term, location)));
        if (location.isEmpty()) {
            assertThat(point.path("available").asLong()).isEqualTo(naive.available());
        }
    }
}
