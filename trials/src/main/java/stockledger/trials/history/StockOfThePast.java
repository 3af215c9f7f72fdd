package stockledger.trials.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeMap;

/** The stock of one SKU as docs/events.md derives it from events. It shares no code with the service. */
final class StockOfThePast {

    static final List<String> TERMS = List.of("onHand", "unavailable", "allocated", "held", "safetyStock");

    private static final String QUANTITY = "quantity";
    private static final String LOCATION = "locationId";

    private final TreeMap<String, TreeMap<String, Long>> units = new TreeMap<>();

    private StockOfThePast() {
        TERMS.forEach(term -> units.put(term, new TreeMap<>()));
    }

    static StockOfThePast of(List<ExportedEvents.Event> events) {
        StockOfThePast stock = new StockOfThePast();
        events.forEach(event -> stock.on(event.type(), event.payload()));
        return stock;
    }

    /** @param location empty for the SKU as a whole */
    long at(String term, String location) {
        return units.getOrDefault(term, new TreeMap<>()).getOrDefault(location, 0L);
    }

    long sum(String term) {
        return units.getOrDefault(term, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    long available() {
        return sum("onHand") - sum("unavailable") - sum("allocated") - sum("held") - sum("safetyStock");
    }

    private void on(String type, JsonNode is) {
        switch (type) {
            case "stock.StockReceived" ->
                onHand(is, is.has("countedAt") ? 0 : is.path(QUANTITY).asLong());
            case "stock.StockAdjusted" -> {
                long delta = is.path("delta").asLong();
                onHand(is, is.has("countedAt") ? 0 : delta);
                add("unavailable", is, is.has("from") ? delta : 0);
            }
            case "stock.StockCounted" -> {
                onHand(is, is.path("counted").asLong() - is.path("expected").asLong());
                add("unavailable", is, -is.path("writtenOff").asLong(0));
            }
            case "stock.UnitsSetAside" ->
                add("unavailable", is, is.path(QUANTITY).asLong());
            case "stock.UnitsPutBack" ->
                add("unavailable", is, -is.path(QUANTITY).asLong());
            case "stock.UnitsHeld", "stock.HoldIncreased" -> claim("held", is, 1);
            case "stock.HoldReduced", "stock.HoldReleased" -> claim("held", is, -1);
            case "stock.UnitsAllocated" -> {
                claim("held", is, -1);
                claim("allocated", is, 1);
            }
            case "stock.AllocationReleased" -> claim("allocated", is, -1);
            case "stock.UnitsShipped" -> {
                claim("allocated", is, -1);
                claim("onHand", is, -1);
            }
            case "stock.UnitsReturned" -> {
                claim("onHand", is, 1);
                if (is.path("condition").asText().equals("unavailable")) {
                    claim("unavailable", is, 1);
                }
            }
            case "stock.StockPolicySet" ->
                map("safetyStock")
                        .put(
                                is.path(LOCATION).asText(""),
                                is.path("safetyStock").asLong());
            case "stock.TransferSent" ->
                add("onHand", is.path("from").asText(), -is.path(QUANTITY).asLong());
            case "stock.TransferReceived" ->
                add("onHand", is.path("to").asText(), is.path("received").asLong());
            default -> {
                // Expected units are not available, and notices of thresholds change nothing.
            }
        }
    }

    private void claim(String term, JsonNode event, int sign) {
        for (JsonNode part : event.path("allocations")) {
            add(term, part, sign * part.path(QUANTITY).asLong());
        }
    }

    private void onHand(JsonNode at, long change) {
        add("onHand", at, change);
    }

    private void add(String term, JsonNode at, long change) {
        add(term, at.path(LOCATION).asText(), change);
    }

    private void add(String term, String location, long change) {
        map(term).merge(location, change, Long::sum);
    }

    private TreeMap<String, Long> map(String term) {
        return units.computeIfAbsent(term, absent -> new TreeMap<>());
    }
}
