package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;

/** Compares the responses of a sale, and the stock read afterwards, with the sale's arithmetic. */
final class StockCheck {

    private final Sale sale;
    private final ReservationRequests requests;
    private final RetryingClient client;
    private final List<String> differences = new ArrayList<>();

    StockCheck(Sale sale, ReservationRequests requests, RetryingClient client) {
        this.sale = sale;
        this.requests = requests;
        this.client = client;
    }

    List<String> differences() {
        long[] sold = sale.sold();
        for (int sku = 0; sku < sold.length; sku++) {
            check(sale.skus().get(sku), sold[sku], requests.accepted(sku));
        }
        return List.copyOf(differences);
    }

    private void check(String sku, long sold, long accepted) {
        if (accepted != sold) {
            differences.add(sku + ": accepted: expected " + sold + ", got " + accepted);
        }
        Response stock = read(sku);
        if (!stock.accepted()) {
            differences.add(sku + ": could not be read: " + stock.summary());
            return;
        }
        check(sku, "held", stock.body(), sold);
        check(sku, "onHand", stock.body(), sale.stockEach());
        check(sku, "available", stock.body(), sale.stockEach() - sold);
    }

    /** Reads with the tokens of all acknowledged reservations, so that a stale response is a fault of the service. */
    private Response read(String sku) {
        List<String> tokens = requests.tokens().headersFor(sku);
        String path = "/v1/inventory/" + sku;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            client.send(Call.get(RequestKind.READ, path, tokens.get(i)));
        }
        String last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
        return client.send(Call.get(RequestKind.READ, path, last));
    }

    private void check(String sku, String member, JsonNode stock, long expected) {
        JsonNode actual = stock.path(member);
        if (!actual.isIntegralNumber() || actual.longValue() != expected) {
            differences.add(sku + ": " + member + ": expected " + expected + ", got " + actual);
        }
    }
}
