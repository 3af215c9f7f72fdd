package stockledger.violations.events.stock;

import org.springframework.util.StringUtils;

/** Violates the rules for events: it imports Spring and has no stored name, handler, golden file or row. */
public sealed interface StockEvent {

    /** Lost. */
    record StockVanished(String sku) implements StockEvent {
        boolean isNamed() {
            return StringUtils.hasText(sku);
        }
    }
}
