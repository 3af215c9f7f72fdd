package stockledger.planted.events.stock;

import org.springframework.util.StringUtils;

/** Planted: an event that imports Spring and has no stored name, handler, golden file or row. */
public sealed interface StockEvent {

    /** Lost. */
    record StockVanished(String sku) implements StockEvent {
        boolean isNamed() {
            return StringUtils.hasText(sku);
        }
    }
}
