package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;

/** Holds what was answered, and what is read afterwards, against the arithmetic of the sale. */
final class HeldCheck {

    private final Sale sale;
    private final Reservations asked;
    private final RetryingClient caller;
    private final List<String> differences = new ArrayList<>();

    HeldCheck(Sale sale, Reservations asked, RetryingClient caller) {
        this.sale = sale;
        this.asked = asked;
        this.caller = caller;
    }

    List<String> differences() {
        long[] sold = sale.sold();
        for (int sku = 0; sku < sold.length; sku++) {
            check(sale.skus().get(sku), sold[sku], asked.accepted(sku));
        }
        return List.copyOf(differences);
    }

    /** Reads with the tokens of what was acknowledged: an old answer is a fault. */
    private void check(String sku, long sold, long accepted) {
        if (accepted != sold) {
            differences.add(sku + ": accepted: expected " + sold + ", got " + accepted);
        }
        Response answer = null;
        List<String> tokens = asked.tokens().headersFor(sku);
        for (String token : tokens) {
            answer = caller.send(Call.get(RequestKind.READ, "/v1/inventory/" + sku, token));
        }
        if (answer == null) {
            answer = caller.send(Call.get(RequestKind.READ, "/v1/inventory/" + sku, null));
        }
        if (!answer.accepted()) {
            differences.add(sku + ": could not be read: " + answer.summary());
            return;
        }
        unit(sku, "held", answer.body(), sold);
        unit(sku, "onHand", answer.body(), sale.stockEach());
        unit(sku, "available", answer.body(), sale.stockEach() - sold);
    }

    private void unit(String sku, String field, JsonNode body, long expected) {
        JsonNode got = body.path(field);
        if (!got.isIntegralNumber() || got.longValue() != expected) {
            differences.add(sku + ": " + field + ": expected " + expected + ", got " + got);
        }
    }
}
