package stockledger.command.reservation;

import java.util.List;
import stockledger.command.stock.StockCommand.Choosing;
import stockledger.command.stock.StockCommand.Wanted;
import stockledger.events.Sku;

/** All that one cart wants of one SKU, and how locations are chosen for it; lines of the same SKU are together here. */
record RequestedLine(Sku sku, List<Wanted> wanted, Choosing choosing) {

    long quantity() {
        return wanted.stream().mapToLong(Wanted::quantity).sum();
    }
}
