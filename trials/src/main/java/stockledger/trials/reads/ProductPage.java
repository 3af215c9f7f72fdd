package stockledger.trials.reads;

import java.math.BigDecimal;

/** Extracts members of a product page from its text: parsing thousands of pages as JSON would cost too much. */
final class ProductPage {

    private static final String PRICE = "\"price\":{\"amount\":\"";
    private static final String ON_HAND = "\"onHand\":";
    private static final int DECIMALS = 2;

    private ProductPage() {}

    /** The price in pence; -1 when the page has none. */
    static long pence(String page) {
        int at = page.indexOf(PRICE);
        int end = at < 0 ? -1 : page.indexOf('"', at + PRICE.length());
        return end < 0
                ? -1
                : new BigDecimal(page.substring(at + PRICE.length(), end))
                        .movePointRight(DECIMALS)
                        .longValueExact();
    }

    /** Units on hand at all locations, the first such member of a page; -1 when the page has none. */
    static long onHand(String page) {
        int at = page.indexOf(ON_HAND);
        if (at < 0) {
            return -1;
        }
        int from = at + ON_HAND.length();
        int end = from;
        while (end < page.length() && Character.isDigit(page.charAt(end))) {
            end++;
        }
        return end == from ? -1 : Long.parseLong(page.substring(from, end));
    }
}
