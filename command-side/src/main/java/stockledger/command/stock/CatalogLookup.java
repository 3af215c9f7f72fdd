package stockledger.command.stock;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.LocationId;
import stockledger.events.Sku;

/** Refuses what speaks of a product or location that there is not. */
@Component
class CatalogLookup {

    private final KnownStreams known;

    CatalogLookup(KnownStreams known) {
        this.known = known;
    }

    void require(Sku sku, @Nullable LocationId... locations) {
        known.require(sku.productStream(), () -> new ProductNotFound(sku));
        for (LocationId location : locations) {
            if (location != null) {
                known.require(location.stream(), () -> new LocationNotFound(location));
            }
        }
    }
}
