package stockledger.trials.acceptance;

import java.math.BigDecimal;

/**
 * A product to be registered.
 *
 * @param price in GBP
 */
record CatalogEntry(String sku, String name, String category, BigDecimal price) {

    private static final BigDecimal NO_PRICE = new BigDecimal("0.00");

    /** A product before any of its rows was read. */
    static CatalogEntry of(String sku) {
        return new CatalogEntry(sku, sku, categoryOf(sku), NO_PRICE);
    }

    /** Takes the first description and the first price above zero from the rows of the SKU. */
    CatalogEntry with(DayRow row) {
        String newName = name.equals(sku) && !row.description().isEmpty() ? row.description() : name;
        BigDecimal newPrice = price.signum() == 0 ? row.price() : price;
        return new CatalogEntry(sku, newName, category, newPrice);
    }

    /** The file has no categories; the first two digits of a SKU stand for its product range. */
    private static String categoryOf(String sku) {
        return sku.matches("\\d{2}.*") ? "range-" + sku.substring(0, 2) : "range-other";
    }
}
