package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Stored;
import tools.jackson.databind.JsonNode;

/**
 * Sums the stored events of one SKU, and fails when any event claims more than is on hand.
 *
 * @param open reservation to the units it still claims
 * @param events name of event to how often it is stored
 */
record StoredClaims(long onHand, Map<String, Long> open, Map<String, Integer> events) {

    static StoredClaims of(RunningCommandSide commandSide, String sku) {
        long onHand = 0;
        Map<String, Long> open = new TreeMap<>();
        Map<String, Integer> events = new TreeMap<>();
        for (Stored event : commandSide.stream("stock:" + sku)) {
            JsonNode payload = event.payload();
            String cart = payload.path("reservationId").asString("");
            events.merge(event.type(), 1, Integer::sum);
            switch (event.type()) {
                case "stock.StockReceived" -> onHand += payload.path("quantity").asLong();
                case "stock.StockAdjusted" -> onHand += payload.path("delta").asLong();
                case "stock.UnitsHeld" ->
                    assertThat(open.put(cart, units(payload))).as("held once").isNull();
                case "stock.HoldIncreased" -> open.merge(cart, units(payload), Long::sum);
                case "stock.HoldReduced" -> open.merge(cart, -units(payload), Long::sum);
                case "stock.UnitsAllocated" -> assertThat(open).containsEntry(cart, units(payload));
                case "stock.HoldReleased" -> assertThat(open.remove(cart)).isEqualTo(units(payload));
                case "stock.UnitsShipped" -> {
                    assertThat(open.remove(cart)).isEqualTo(units(payload));
                    onHand -= units(payload);
                }
                case "stock.StockRanOut", "stock.StockCameBack", "stock.SalesStopped", "stock.SalesResumed" ->
                    assertThat(cart).isEmpty();
                default -> throw new AssertionError("unknown event " + event.type());
            }
            assertThat(open.values().stream().mapToLong(units -> units).sum())
                    .as("claimed of %s after version %s", sku, event.version())
                    .isLessThanOrEqualTo(onHand);
        }
        return new StoredClaims(onHand, open, events);
    }

    private static long units(JsonNode payload) {
        long units = 0;
        for (JsonNode allocation : payload.path("allocations")) {
            units += allocation.path("quantity").asLong();
        }
        return units;
    }
}
