package stockledger.trials.reads;

import java.util.Locale;
import stockledger.trials.client.HttpRequests;

/**
 * One change of one product. Prices and units only increase, so a page that shows a later change shows this one too.
 *
 * @param isPrice whether it changes the price; else it receives one unit
 * @param value the least that the page must show: pence, or units on hand
 */
record ProductChange(String sku, boolean isPrice, long value) {

    byte[] request(HttpRequests http, String location) {
        if (isPrice) {
            return http.send(
                    "PUT",
                    "/v1/products/" + sku + "/price",
                    String.format(
                            Locale.ROOT,
                            "{\"price\":{\"amount\":\"%d.%02d\",\"currency\":\"GBP\"}}",
                            value / 100,
                            value % 100));
        }
        return http.send(
                "POST",
                "/v1/inventory/" + sku + "/receipts",
                "{\"locationId\":\"" + location + "\",\"quantity\":1,\"reference\":\"freshness\"}");
    }

    ProductChange next() {
        return new ProductChange(sku, isPrice, value + 1);
    }

    boolean isVisibleOn(String page) {
        return (isPrice ? ProductPage.pence(page) : ProductPage.onHand(page)) >= value;
    }

    @Override
    public String toString() {
        return sku + (isPrice ? " at " + value + " pence" : " with " + value + " units");
    }
}
