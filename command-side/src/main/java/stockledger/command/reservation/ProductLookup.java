package stockledger.command.reservation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import stockledger.command.catalog.ProductCommand.LookUpProduct;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.stock.StockCommand.FollowProduct;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.Sku;

/**
 * Refuses products that do not exist, and lets the stock of a discontinued product follow it. A product is looked up once in
 * each process: its stock may not have followed a decision of an earlier release, but it follows each decision since.
 */
final class ProductLookup {

    /** About 100 bytes each: 20 MB. */
    private static final int MAX_CACHED = 200_000;

    private final Commands commands;
    private final KnownStreams streams;
    private final Cache<Sku, Boolean> lookedUp =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    ProductLookup(Commands commands, KnownStreams streams) {
        this.commands = commands;
        this.streams = streams;
    }

    /** Throws the refusal when the product does not exist. Discontinued products are refused by their stock. */
    void require(Sku sku) {
        if (lookedUp.getIfPresent(sku) != null) {
            return;
        }
        long version = streams.lastVersion(sku.productStream());
        if (version < 0) {
            throw new ProductNotFound(sku);
        }
        // The first event registers the product, so a product without further events is sold.
        if (version > 0) {
            Outcome<Boolean> product = commands.send(new LookUpProduct(sku));
            if (product.answer()) {
                commands.send(new FollowProduct(sku, true, product.version()));
            }
        }
        lookedUp.put(sku, true);
    }
}
