package stockledger.command.reservation;

import java.util.List;
import stockledger.command.stock.StockCommand.Wanted;
import stockledger.events.Sku;

/** All that one cart wants of one SKU; lines of the same SKU are together here. */
record Wish(Sku sku, List<Wanted> wanted) {

    long quantity() {
        return wanted.stream().mapToLong(Wanted::quantity).sum();
    }
}
