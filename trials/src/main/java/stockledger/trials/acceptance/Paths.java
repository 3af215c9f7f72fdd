package stockledger.trials.acceptance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Request paths of the service. SKUs and ids contain only characters that need no escaping. */
final class Paths {

    static final String LOCATIONS = "/v1/locations";
    static final String PRODUCTS = "/v1/products";
    static final String RESERVATIONS = "/v1/reservations";

    private Paths() {}

    static String inventory(String sku) {
        return "/v1/inventory/" + sku;
    }

    static String receipts(String sku) {
        return inventory(sku) + "/receipts";
    }

    static String adjustments(String sku) {
        return inventory(sku) + "/adjustments";
    }

    static String movements(String sku, int limit, String cursor) {
        String page = inventory(sku) + "/movements?limit=" + limit;
        return cursor.isEmpty() ? page : page + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    static String reservation(String id) {
        return RESERVATIONS + "/" + id;
    }
}
