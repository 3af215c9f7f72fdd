package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.stock.StockPolicy;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.ExpectedDelivery;
import stockledger.query.sku.SkuState;
import stockledger.query.sku.StockLevel;
import stockledger.query.sku.StockState;
import stockledger.query.sku.UnitsInTransit;

/**
 * The stock of one SKU as it is sent; the order of the members is part of the contract.
 *
 * @param inTransit units of transfers that have not arrived
 * @param incoming units of deliveries that have not arrived
 * @param version of the stock; null before its first event
 * @param degraded null while every event of the SKU can be processed
 * @param nextCursor of the next levels, transfers and deliveries; null when all that are left are in this answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InventoryAnswer(
        String sku,
        @Nullable Long version,
        long onHand,
        long held,
        long allocated,
        long unavailable,
        long safetyStock,
        long available,
        String status,
        long inTransit,
        long incoming,
        @Nullable Long reorderPoint,
        @Nullable Long backorderLimit,
        List<LevelAnswer> levels,
        List<UnitsInTransit> transfers,
        List<ExpectedDelivery> deliveries,
        @Nullable Instant asOf,
        @Nullable Degraded degraded,
        @Nullable String nextCursor) {

    /**
     * An event of the SKU cannot be processed: the numbers are those before it.
     *
     * @param since when the event was met
     */
    record Degraded(Instant since) {

        static @Nullable Degraded of(@Nullable Instant since) {
            return since == null ? null : new Degraded(since);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LevelAnswer(
            String locationId,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long safetyStock,
            long available,
            long inTransit,
            long incoming,
            @Nullable Long reorderPoint,
            @Nullable Long backorderLimit) {

        static LevelAnswer of(StockLevel level, StockPolicy.Terms terms) {
            return new LevelAnswer(
                    level.locationId(),
                    level.onHand(),
                    level.held(),
                    level.allocated(),
                    level.unavailable(),
                    level.safetyStock(),
                    Math.max(0, level.available()),
                    level.inTransit(),
                    level.incoming(),
                    terms.reorderPoint(),
                    terms.backorderLimit());
        }
    }

    static InventoryAnswer of(VersionedDocument<SkuState> stored, @Nullable Long version, InventoryPage page) {
        return of(stored.view(), version, stored.degradedSince(), page);
    }

    /** The answer of a state of which no event is missing. */
    static InventoryAnswer of(SkuState state, @Nullable Long version, InventoryPage page) {
        return of(state, version, null, page);
    }

    private static InventoryAnswer of(
            SkuState state, @Nullable Long version, @Nullable Instant degradedSince, InventoryPage page) {
        StockState stock = state.stock();
        StockPolicy policy = stock.policy();
        StockPolicy.Terms terms = policy.at(null);
        return new InventoryAnswer(
                state.sku(),
                version,
                stock.sum(StockLevel::onHand),
                stock.sum(StockLevel::held),
                stock.sum(StockLevel::allocated),
                stock.sum(StockLevel::unavailable),
                policy.safetyStock(),
                state.sellable(),
                state.status().jsonName(),
                stock.sum(StockLevel::inTransit),
                stock.sum(StockLevel::incoming),
                terms.reorderPoint(),
                terms.backorderLimit(),
                page.levels(stock).stream()
                        .map(level -> LevelAnswer.of(level, policy.at(new LocationId(level.locationId()))))
                        .toList(),
                page.transfers(state.inbound()),
                page.deliveries(state.inbound()),
                state.asOf(),
                Degraded.of(degradedSince),
                page.next(state));
    }
}
