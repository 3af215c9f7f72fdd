package stockledger.query.count;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.query.count.Cause.Correction;

/** The requests that correct a difference. What happened before the count is dated so that the expected units change. */
final class Corrections {

    private static final String LOCATION = "locationId";
    private static final String REFERENCE = "reference";
    private static final String OCCURRED_AT = "occurredAt";

    private Corrections() {}

    static Correction receive(CountedStock stock, CountedStock.OpenDelivery delivery, long units) {
        Map<String, Object> body = body(LOCATION, stock.locationId(), "quantity", units);
        putUnlessNull(body, REFERENCE, delivery.reference());
        body.put("incomingId", delivery.id());
        body.put(OCCURRED_AT, stock.countedAt().toString());
        return post(inventory(stock.sku()) + "receipts", body);
    }

    static Correction receiveTransfer(String id, long units) {
        return post(transfer(id), body("quantity", units));
    }

    /** Ends a transfer of which nothing arrives. */
    static Correction endTransfer(String id) {
        return post(transfer(id), body("quantity", 0L, "last", true));
    }

    /** @param sku the counted SKU, or the one that it was confused with */
    static Correction adjust(CountedStock stock, String sku, long delta, @Nullable String reference) {
        Map<String, Object> body = body(LOCATION, stock.locationId(), "delta", delta);
        body.put("reason", "correction");
        putUnlessNull(body, REFERENCE, reference);
        body.put(OCCURRED_AT, stock.countedAt().toString());
        return post(inventory(sku) + "adjustments", body);
    }

    static Correction ship(String reservationId, String sku, long units) {
        return post(
                "/v1/reservations/" + reservationId + "/ship",
                Map.of("lines", List.of(body("sku", sku, "quantity", units))));
    }

    private static String inventory(String sku) {
        return "/v1/inventory/" + sku + "/";
    }

    private static String transfer(String id) {
        return "/v1/transfers/" + id + "/receive";
    }

    private static Correction post(String path, Map<String, Object> body) {
        return new Correction("POST", path, body);
    }

    private static void putUnlessNull(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static Map<String, Object> body(String name, Object value) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(name, value);
        return body;
    }

    private static Map<String, Object> body(String name, Object value, String other, Object otherValue) {
        Map<String, Object> body = body(name, value);
        body.put(other, otherValue);
        return body;
    }
}
