package stockledger.query.sku;

/**
 * The units of one SKU at a moment, at one location or at all.
 *
 * @param available units that can still be reserved; negative when oversold
 */
public record StockNumbers(long onHand, long held, long allocated, long unavailable, long available) {}
