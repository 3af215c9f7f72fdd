package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static stockledger.query.SampleEvents.EXPIRY;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.shipped;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockStatus;
import stockledger.query.Fold;

/** The data of a list item, its sort keys and its search terms are pure functions of the events of a SKU. */
class ListingKeysFollowEventsTest {

    private static final Sku SKU = new Sku("mug");
    private static final LocationId MAIN = new LocationId("main");
    private static final LocationId SHOP = new LocationId("shop");
    private static final ReservationId CART = new ReservationId("r1");
    private static final TransferId TRANSFER = new TransferId("mug.1");

    private static SkuState fold(Object... events) {
        return Fold.sku(events);
    }

    private static long availableAfter(Object... events) {
        return fold(events).sellable();
    }

    @Test
    void aRegisteredProductHasSortKeysCategoriesAndTerms() {
        SkuState view = fold(registered("mug", "Blue Mug", "Kitchen/Mugs", "12.50"));
        assertThat(view.keys().byName()).isEqualTo("blue mug\u0001mug");
        assertThat(view.keys().byPrice()).isEqualTo("0000000000125000\u0001mug");
        assertThat(view.keys().byUpdated()).isEqualTo("0000000000000000\u0001mug");
        assertThat(view.keys().categories()).containsExactly("Kitchen", "Kitchen/Mugs");
        assertThat(view.keys().priceUnits()).isEqualTo(125_000);
        assertThat(view.keys().band()).isEqualTo(1);
        assertThat(view.keys().prefixes()).contains("b", "blue", "mug", "acme");
        assertThat(view.status()).isEqualTo(StockStatus.OUT_OF_STOCK);
        assertThat(view.inStock()).isFalse();
    }

    @Test
    void anUnregisteredProductIsInNoList() {
        SkuState view = fold(received("mug", "main", 10));
        assertThat(view.catalog()).isNull();
        assertThat(view.inStock()).isFalse();
        assertThat(view.keys()).isNull();
    }

    @Test
    void everyCatalogEventChangesItsFieldAndTheTime() {
        SkuState view = fold(
                registered("mug"),
                new ProductRenamed(SKU, "Renamed"),
                new ProductDescribed(SKU, "Hot tea"),
                new ProductRebranded(SKU, "Other"),
                new ProductRecategorized(SKU, "Table/Cups"),
                new ProductImagesReplaced(SKU, List.of("https://img/2")),
                new ProductRepriced(SKU, Money.of("7.00", "GBP")),
                new ProductAttributesReplaced(SKU, Map.of("colour", "blue")));
        assertThat(view.catalog())
                .isEqualTo(new CatalogEntry(
                        "Renamed",
                        "Hot tea",
                        "Other",
                        "Table/Cups",
                        List.of(new CatalogEntry.Attribute("colour", "blue")),
                        Money.of("7.00", "GBP"),
                        List.of("https://img/2"),
                        false,
                        Fold.time(7)));
        assertThat(view.keys().byName()).startsWith("renamed");
        assertThat(view.keys().byPrice()).startsWith("0000000000070000");
        assertThat(view.keys().byUpdated()).startsWith("0000000000007000");
        assertThat(view.keys().categories()).containsExactly("Table", "Table/Cups");
        assertThat(view.keys().prefixes())
                .contains("hot", "tea", "other", "renamed")
                .doesNotContain("acme", "thing");
    }

    @Test
    void aDiscontinuedProductIsNotInStock() {
        SkuState discontinued = fold(registered("mug"), received("mug", "main", 1), new ProductDiscontinued(SKU));
        assertThat(discontinued.inStock()).isFalse();
        assertThat(discontinued.status()).isEqualTo(StockStatus.DISCONTINUED);
        SkuState reactivated = discontinued.on(Fold.event(new ProductReactivated(SKU), 3));
        assertThat(reactivated.inStock()).isTrue();
        assertThat(reactivated.status()).isEqualTo(StockStatus.IN_STOCK);
    }

    @Test
    void stockEventsChangeNoSortKey() {
        SkuState before = fold(registered("mug"));
        SkuState after = fold(registered("mug"), received("mug", "main", 1));
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("stock", "inStock", "status", "asOf", "tail", "newMovements", "newParts")
                .isEqualTo(before);
    }

    @Test
    void everyStockEventChangesAvailability() {
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        new StockAdjusted(SKU, MAIN, -4, AdjustmentReason.SHRINKAGE, null),
                        new StockCounted(SKU, SHOP, 6, 5, EXPIRY)))
                .isEqualTo(7);
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        new UnitsSetAside(SKU, MAIN, 3, AdjustmentReason.DAMAGED, null),
                        new UnitsPutBack(SKU, MAIN, 1, AdjustmentReason.FOUND, null)))
                .isEqualTo(8);
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        new TransferSent(SKU, TRANSFER, MAIN, SHOP, 4, null),
                        new TransferReceived(SKU, TRANSFER, SHOP, 4, 3)))
                .isEqualTo(9);
        assertThat(availableAfter(
                        new UnitsReturned(SKU, CART, 1, at("main", 2), ReturnCondition.SELLABLE, null),
                        new UnitsReturned(SKU, CART, 1, at("main", 4), ReturnCondition.UNAVAILABLE, null)))
                .isEqualTo(2);
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        held("mug", "r1", at("main", 5)),
                        allocated("mug", "r1", at("main", 4)),
                        shipped("mug", "r1", at("main", 1)),
                        new HoldReleased(SKU, CART, at("main", 1), ReleaseCause.RELEASED),
                        new AllocationReleased(SKU, CART, at("main", 2))))
                .isEqualTo(8);
    }

    @Test
    void safetyStockIsNotInStock() {
        SkuState view =
                fold(registered("mug"), received("mug", "main", 3), new StockPolicySet(SKU, null, 3, null, null));
        assertThat(view.inStock()).isFalse();
        assertThat(view.sellable()).isZero();
    }

    @Test
    void aChangeBeforeRegistrationIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> fold(new ProductRenamed(SKU, "Renamed")));
    }
}
