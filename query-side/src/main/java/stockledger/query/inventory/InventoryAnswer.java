package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.stock.StockPolicy;

/**
 * The stock of one SKU as it is sent; the order of the members is part of the contract.
 *
 * @param inTransit units of transfers that have not arrived
 * @param incoming units of deliveries that have not arrived
 * @param version of the stock; null before its first event
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
        List<Delivery> deliveries,
        @Nullable Instant asOf) {

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

        static LevelAnswer of(Level level, StockPolicy.Terms terms) {
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

    static InventoryAnswer of(InventoryView view, @Nullable Long version) {
        StockPolicy policy = view.policy();
        StockPolicy.Terms terms = policy.at(null);
        return new InventoryAnswer(
                view.sku(),
                version,
                sum(view, Level::onHand),
                sum(view, Level::held),
                sum(view, Level::allocated),
                sum(view, Level::unavailable),
                policy.safetyStock(),
                Math.max(0, view.available()),
                view.status().jsonName(),
                sum(view, Level::inTransit),
                sum(view, Level::incoming),
                terms.reorderPoint(),
                terms.backorderLimit(),
                view.levels().stream()
                        .map(level -> LevelAnswer.of(level, policy.at(new LocationId(level.locationId()))))
                        .toList(),
                view.transfers(),
                view.deliveries(),
                view.asOf());
    }

    private static long sum(InventoryView view, ToLongFunction<Level> term) {
        return view.levels().stream().mapToLong(term).sum();
    }
}
