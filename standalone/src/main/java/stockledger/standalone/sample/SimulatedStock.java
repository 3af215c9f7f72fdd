package stockledger.standalone.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Available units by location and SKU while the scenario is generated. Orders only take units received in earlier phases,
 * so no command is refused, in whatever order the tasks of a phase run.
 */
final class SimulatedStock {

    private final Map<String, Map<String, Integer>> available = new HashMap<>();

    void receive(String location, String sku, int quantity) {
        available.computeIfAbsent(location, key -> new HashMap<>()).merge(sku, quantity, Integer::sum);
    }

    /** Takes the quantity, or nothing and returns false when fewer units are available. */
    boolean take(String location, String sku, int quantity) {
        if (available(location, sku) < quantity) {
            return false;
        }
        receive(location, sku, -quantity);
        return true;
    }

    int available(String location, String sku) {
        return available.getOrDefault(location, Map.of()).getOrDefault(sku, 0);
    }

    /** The SKUs available at a location, sorted. */
    List<String> skusAt(String location) {
        List<String> skus = new ArrayList<>();
        available.getOrDefault(location, Map.of()).forEach((sku, quantity) -> {
            if (quantity > 0) {
                skus.add(sku);
            }
        });
        skus.sort(null);
        return skus;
    }
}
