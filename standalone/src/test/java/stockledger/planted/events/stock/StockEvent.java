package stockledger.planted.events.stock;

import org.springframework.util.StringUtils;

/** Planted: an event that needs Spring, has no stored name, no handler, no golden file and no row. */
public sealed interface StockEvent {

    /** Lost. */
    record StockVanished(String sku) implements StockEvent {
        boolean isNamed() {
            return StringUtils.hasText(sku);
        }
    }
}
