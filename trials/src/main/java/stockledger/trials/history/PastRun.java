package stockledger.trials.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import stockledger.trials.cli.Machine;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.RequestMetrics;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryPolicy;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.history.ExportedEvents.Event;

/** One comparison of the service with the fold of its events. */
final class PastRun {

    private static final int MAX_SHOWN = 50;
    private static final int SKUS_BETWEEN_LINES = 500;
    private static final String PRODUCT = "product:";
    private static final String STOCK = "stock:";
    private static final String RESERVATION = "reservation:";

    /** Events that change the status of a reservation; the others leave it. */
    private static final Map<String, String> STATUSES = Map.of(
            "reservation.ReservationHeld", "held",
            "reservation.ReservationConfirmed", "confirmed",
            "reservation.ReservationReleased", "released",
            "reservation.ReservationAbandoned", "released",
            "reservation.ReservationCancelled", "cancelled",
            "reservation.ReservationExpired", "expired",
            "reservation.ReservationShipped", "shipped");

    private final URI url;
    private final int instants;
    private final long seed;
    private final Consumer<String> progress;
    private final RequestMetrics metrics = new RequestMetrics();
    private final RetryingClient client;
    private final List<String> differences = new ArrayList<>();
    private long differing;
    private long answers;

    PastRun(URI url, int instants, long seed, Consumer<String> progress) {
        this.url = url;
        this.instants = instants;
        this.seed = seed;
        this.progress = progress;
        this.client = new RetryingClient(List.of(url), RetryPolicy.DEFAULT, new Backoff(), metrics);
    }

    PastReport run() throws IOException {
        progress.accept("exporting the events");
        ExportedEvents events = ExportedEvents.read(url);
        List<String> skus = events.names(PRODUCT);
        List<String> reservations = events.names(RESERVATION);
        long start = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int done = 0;
        for (String sku : skus) {
            compareSku(sku, events.of(PRODUCT + sku), events.of(STOCK + sku), random);
            if (++done % SKUS_BETWEEN_LINES == 0) {
                progress.accept(done + " of " + skus.size() + " SKUs, " + differing + " differences");
            }
        }
        reservations.forEach(id -> compareReservation(id, events.of(RESERVATION + id), random));
        return new PastReport(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                url.toString(),
                Machine.current(),
                seed,
                instants,
                events.streams().values().stream().mapToLong(List::size).sum(),
                skus.size(),
                reservations.size(),
                answers,
                (System.nanoTime() - start) / 1e9,
                metrics.all(),
                differing,
                List.copyOf(differences));
    }

    /** From a little before the first event to a little after the last. */
    private static Instant randomInstant(List<Event> first, List<Event> last, SplittableRandom random) {
        Instant from = first.get(0).time().minusMillis(100);
        Instant to = last.isEmpty()
                ? first.get(first.size() - 1).time()
                : last.get(last.size() - 1).time();
        long millis = Math.max(1, Duration.between(from, to).toMillis() + 100);
        Instant instant = from.plusMillis(random.nextLong(millis));
        return instant.isAfter(Instant.now()) ? to : instant;
    }

    private void compareSku(String sku, List<Event> product, List<Event> stock, SplittableRandom random) {
        for (int i = 0; i < instants; i++) {
            Instant asOf = randomInstant(product, stock, random);
            if (ExportedEvents.until(product, asOf).isEmpty()) {
                expect(
                        "/v1/products/" + sku,
                        asOf,
                        "status",
                        404,
                        get("/v1/products/" + sku, asOf).status());
                continue;
            }
            List<Event> past = ExportedEvents.until(stock, asOf);
            StockOfThePast expected = StockOfThePast.of(past);
            compareExplanation("/v1/inventory/" + sku + "/explanation", asOf, expected, past);
            comparePage("/v1/products/" + sku, asOf, expected);
            compareInventory("/v1/inventory/" + sku, asOf, expected);
            JsonNode item = get("/v1/availability?sku=" + sku, asOf).body().at("/items/0");
            expect(
                    "/v1/availability?sku=" + sku,
                    asOf,
                    "available",
                    Math.max(0, expected.available()),
                    item.path("available").asLong(-1));
        }
    }

    private void compareExplanation(String path, Instant asOf, StockOfThePast expected, List<Event> past) {
        JsonNode answer = get(path, asOf).body();
        expect(path, asOf, "version", past.size() - 1L, answer.path("version").asLong(-1));
        expect(
                path,
                asOf,
                "available",
                expected.available(),
                answer.path("available").asLong(Long.MIN_VALUE));
        long sum = 0;
        for (JsonNode term : answer.path("terms")) {
            String name = term.path("term").asText();
            long units = term.path("units").asLong();
            sum += term.path("sign").asLong() * units;
            expect(path, asOf, name, expected.sum(name), units);
            long parts = term.path("otherLocations").path("units").asLong(0);
            for (JsonNode part : term.path("parts")) {
                long ofPart = part.path("units").asLong();
                parts += ofPart;
                String location = part.path("locationId").asText("");
                expect(path, asOf, name + " at " + location, expected.at(name, location), ofPart);
                long changes = part.path("earlier").path("units").asLong(0);
                for (JsonNode event : part.path("events")) {
                    changes += event.path("change").asLong();
                    Event stored = past.get(event.path("sequence").asInt());
                    expect(
                            path,
                            asOf,
                            "event",
                            stored.id(),
                            event.path("eventId").asText());
                }
                expect(path, asOf, "events of " + name + " at " + location, ofPart, changes);
            }
            expect(path, asOf, "parts of " + name, units, parts);
        }
        expect(path, asOf, "sum of the terms", expected.available(), sum);
    }

    private void comparePage(String path, Instant asOf, StockOfThePast expected) {
        JsonNode answer = get(path, asOf).body();
        JsonNode shown = answer.path("availability");
        expect(
                path,
                asOf,
                "available",
                Math.max(0, expected.available()),
                shown.path("available").asLong(-1));
        for (String term : StockOfThePast.TERMS) {
            expect(path, asOf, term, expected.sum(term), shown.path(term).asLong(-1));
        }
        compareLevels(path, asOf, expected, answer);
    }

    private void compareInventory(String path, Instant asOf, StockOfThePast expected) {
        JsonNode answer = get(path, asOf).body();
        for (String term : StockOfThePast.TERMS) {
            expect(path, asOf, term, expected.sum(term), answer.path(term).asLong(-1));
        }
        compareLevels(path, asOf, expected, answer);
    }

    private void compareLevels(String path, Instant asOf, StockOfThePast expected, JsonNode answer) {
        for (JsonNode level : answer.path("levels")) {
            String location = level.path("locationId").asText();
            for (String term : StockOfThePast.TERMS) {
                long units = level.path(term).asLong(-1);
                expect(path, asOf, term + " at " + location, expected.at(term, location), units);
            }
        }
    }

    private void compareReservation(String id, List<Event> events, SplittableRandom random) {
        Instant asOf = randomInstant(events, events, random);
        List<Event> past = ExportedEvents.until(events, asOf);
        String path = "/v1/reservations/" + id;
        Response answer = get(path, asOf);
        expect(path, asOf, "status", past.isEmpty() ? 404 : 200, answer.status());
        if (past.isEmpty()) {
            return;
        }
        String status = "released";
        for (Event event : past) {
            status = STATUSES.getOrDefault(event.type(), status);
        }
        expect(path, asOf, "status", status, answer.body().path("status").asText());
        expect(
                path,
                asOf,
                "version",
                past.size() - 1L,
                answer.body().path("version").asLong(-1));
    }

    private Response get(String path, Instant asOf) {
        answers++;
        String query = path.contains("?") ? "&asOf=" : "?asOf=";
        return client.send(Call.get(RequestKind.READ, path + query + asOf, null));
    }

    private void expect(String path, Instant asOf, String field, Object expected, Object found) {
        if (!expected.equals(found)) {
            differing++;
            if (differences.size() < MAX_SHOWN) {
                differences.add(path + " as of " + asOf + ": " + field + ": expected " + expected + ", got " + found);
            }
        }
    }
}
