package stockledger.trials.reads;

import java.util.Locale;

/**
 * One change of one product. Prices and units only go up, so that a page that shows a later change shows this one, too.
 *
 * @param price whether it is a new price; else it is one more unit
 * @param value what the page must show at least: pence, or units on hand
 */
record Change(int article, String sku, boolean price, long value) {

    byte[] request(Requests requests, String location) {
        if (price) {
            return requests.send(
                    "PUT",
                    "/v1/products/" + sku + "/price",
                    String.format(
                            Locale.ROOT,
                            "{\"price\":{\"amount\":\"%d.%02d\",\"currency\":\"GBP\"}}",
                            value / 100,
                            value % 100));
        }
        return requests.send(
                "POST",
                "/v1/inventory/" + sku + "/receipts",
                "{\"locationId\":\"" + location + "\",\"quantity\":1,\"reference\":\"freshness\"}");
    }

    boolean isShownBy(String page) {
        return (price ? Shown.pence(page) : Shown.onHand(page)) >= value;
    }

    @Override
    public String toString() {
        return sku + (price ? " at " + value + " pence" : " with " + value + " units");
    }
}
