package stockledger.standalone.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What may still be promised, at each location. The story sells only what it received before, so that it comes out the
 * same in whatever order a day's errands are done.
 */
final class StockOnPaper {

    private final Map<String, Map<String, Integer>> free = new HashMap<>();

    void receive(String location, String sku, int quantity) {
        free.computeIfAbsent(location, any -> new HashMap<>()).merge(sku, quantity, Integer::sum);
    }

    /** Takes as much as wanted if there is as much; else nothing. */
    boolean take(String location, String sku, int quantity) {
        int there = at(location, sku);
        if (there < quantity) {
            return false;
        }
        receive(location, sku, -quantity);
        return true;
    }

    int at(String location, String sku) {
        return free.getOrDefault(location, Map.of()).getOrDefault(sku, 0);
    }

    /** The SKUs of which a location has at least one unit, sorted. */
    List<String> on(String location) {
        List<String> skus = new ArrayList<>();
        free.getOrDefault(location, Map.of()).forEach((sku, quantity) -> {
            if (quantity > 0) {
                skus.add(sku);
            }
        });
        skus.sort(null);
        return skus;
    }
}
