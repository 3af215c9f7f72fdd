package stockledger.command.reservation;

import java.util.List;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Sku;

/** All that one reservation requests of one SKU, and how locations are chosen for it. */
record RequestedLine(Sku sku, List<UnitRequest> requests, LocationSelection selection) {

    long quantity() {
        return requests.stream().mapToLong(UnitRequest::quantity).sum();
    }
}
