package stockledger.trials.acceptance;

import java.math.BigDecimal;

/**
 * A product as the shop registers it.
 *
 * @param price in GBP
 */
record CatalogEntry(String sku, String name, String category, BigDecimal price) {

    private static final BigDecimal NO_PRICE = new BigDecimal("0.00");

    /** A product nothing is known of yet but its SKU. */
    static CatalogEntry of(String sku) {
        return new CatalogEntry(sku, sku, categoryOf(sku), NO_PRICE);
    }

    /** The first description and the first price above zero count; what comes later changes nothing. */
    CatalogEntry and(DayRow row) {
        String nameNow = name.equals(sku) && !row.description().isEmpty() ? row.description() : name;
        BigDecimal priceNow = price.signum() == 0 ? row.price() : price;
        return new CatalogEntry(sku, nameNow, category, priceNow);
    }

    /** The file has no categories; this shop's SKUs begin with the number of their range. */
    private static String categoryOf(String sku) {
        return sku.matches("\\d{2}.*") ? "range-" + sku.substring(0, 2) : "range-other";
    }
}
