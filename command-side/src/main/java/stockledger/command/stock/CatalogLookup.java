package stockledger.command.stock;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.LocationId;
import stockledger.events.Sku;

/** Refuses commands for products and locations that do not exist. */
@Component
class CatalogLookup {

    private final KnownStreams streams;

    CatalogLookup(KnownStreams streams) {
        this.streams = streams;
    }

    void require(Sku sku, @Nullable LocationId... locations) {
        streams.require(sku.productStream(), () -> new ProductNotFound(sku));
        for (LocationId location : locations) {
            if (location != null) {
                streams.require(location.stream(), () -> new LocationNotFound(location));
            }
        }
    }
}
