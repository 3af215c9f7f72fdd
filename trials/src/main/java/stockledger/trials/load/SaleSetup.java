package stockledger.trials.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;

/** Creates the location, the products and the stock of a sale. */
final class SaleSetup {

    private static final int THREADS = 8;

    private final RetryingClient client;

    SaleSetup(RetryingClient client) {
        this.client = client;
    }

    /**
     * @throws SetupFailed when a product exists already or anything else is refused
     */
    void create(Sale sale) {
        ObjectNode location = object().put("id", sale.location()).put("name", "Stock of the load trials");
        send(Call.post(RequestKind.REGISTER, "/v1/locations", location, "load", sale.location())
                .acceptingRefusal("location-exists"));
        Parallel.run(
                THREADS, sale.skus().size(), number -> create(sale, sale.skus().get(number)));
    }

    private void create(Sale sale, String sku) {
        ObjectNode product = object().put("sku", sku).put("name", "Load trial " + sku);
        product.putObject("price").put("amount", "1.00").put("currency", "GBP");
        send(Call.post(RequestKind.REGISTER, "/v1/products", product, "load", "register", sku));
        if (sale.stockEach() > 0) {
            ObjectNode receipt = object().put("locationId", sale.location()).put("quantity", sale.stockEach());
            send(Call.post(RequestKind.RECEIVE, "/v1/inventory/" + sku + "/receipts", receipt, "load", "receive", sku));
        }
    }

    private void send(Call call) {
        Response response = client.send(call);
        if (!response.accepted()) {
            throw new SetupFailed("the sale cannot be set up: " + call + " was answered " + response.summary());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
