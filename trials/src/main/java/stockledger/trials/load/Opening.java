package stockledger.trials.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;

/** Makes ready what is sold: a location, the products, and their stock. */
final class Opening {

    private static final int HANDS = 8;

    private final RetryingClient caller;

    Opening(RetryingClient caller) {
        this.caller = caller;
    }

    /** The service refused something without which there is no sale. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(Call call, Response answer) {
            this("the sale cannot be opened: " + call + " was answered " + answer.summary());
        }

        Refused(String what) {
            super(what);
        }
    }

    /**
     * @throws Refused when a product is there already, or anything else is wrong
     */
    void open(Sale sale) {
        ObjectNode place = object().put("id", sale.location()).put("name", "Stock of the load trials");
        send(Call.post(RequestKind.REGISTER, "/v1/locations", place, "load", sale.location())
                .acceptingRefusal("location-exists"));
        ExecutorService hands = Executors.newFixedThreadPool(HANDS);
        try {
            List<Future<?>> work = new ArrayList<>();
            sale.skus().forEach(sku -> work.add(hands.submit(() -> open(sale, sku))));
            for (Future<?> one : work) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            hands.shutdownNow();
        }
    }

    private void open(Sale sale, String sku) {
        ObjectNode product = object().put("sku", sku).put("name", "Load trial " + sku);
        product.putObject("price").put("amount", "1.00").put("currency", "GBP");
        send(Call.post(RequestKind.REGISTER, "/v1/products", product, "load", "register", sku));
        if (sale.stockEach() > 0) {
            ObjectNode receipt = object().put("locationId", sale.location()).put("quantity", sale.stockEach());
            send(Call.post(RequestKind.RECEIVE, "/v1/inventory/" + sku + "/receipts", receipt, "load", "receive", sku));
        }
    }

    private void send(Call call) {
        Response answer = caller.send(call);
        if (!answer.accepted()) {
            throw new Refused(call, answer);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
