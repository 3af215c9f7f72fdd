package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Requests that hold units, as SKU to units. */
final class Carts {

    private Carts() {}

    /** Random SKUs, from two to {@code most} + 1 of them, with one to three units each. */
    static Map<String, Integer> random(List<String> skus, int most, Random random) {
        List<String> drawn = new ArrayList<>(skus);
        Collections.shuffle(drawn, random);
        Map<String, Integer> cart = new TreeMap<>();
        drawn.subList(0, 2 + random.nextInt(most)).forEach(sku -> cart.put(sku, 1 + random.nextInt(3)));
        return cart;
    }

    /** The body of the request. */
    static String body(String id, Map<String, Integer> cart, boolean backwards) {
        List<String> lines = new ArrayList<>();
        cart.forEach((sku, units) -> lines.add("{\"sku\":\"%s\",\"quantity\":%d}".formatted(sku, units)));
        if (backwards) {
            Collections.reverse(lines);
        }
        return "{\"id\":\"%s\",\"lines\":[%s]}".formatted(id, String.join(",", lines));
    }
}
