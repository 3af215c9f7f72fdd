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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
        assertThat(view.keys().byPrice()).isEqualTo("GBP0000000000125000\u0001mug");
        assertThat(view.keys().byUpdated()).isEqualTo("0000000000000000\u0001mug");
        assertThat(view.keys().categories()).containsExactly("Kitchen", "Kitchen/Mugs");
        assertThat(view.keys().price()).isEqualTo("GBP0000000000125000");
        assertThat(view.keys().band()).isEqualTo("GBP1");
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
        assertThat(view.keys().byPrice()).startsWith("GBP0000000000070000");
        assertThat(view.keys().byUpdated()).startsWith("0000000000007000");
        assertThat(view.keys().categories()).containsExactly("Table", "Table/Cups");
        assertThat(view.keys().prefixes())
                .contains("hot", "tea", "other", "renamed")
                .doesNotContain("acme", "thing");
    }

    @ParameterizedTest
    @CsvSource({
        "GBP, 999.99, GBP6, 999.99",
        "JPY, 500, JPY0, 500",
        "JPY, 1000.00, JPY1, 1000",
        "KWD, 20, KWD4, 20.000",
        "KWD, 0.9, KWD0, 0.900",
        "ISK, 100000, ISK7, 100000",
        "GBP, 1.2345, GBP0, 1.2345",
        "XAU, 7, XAU0, 7.00",
        "ABC, 7, ABC0, 7.00"
    })
    void pricesHaveTheDecimalsAndBandsOfTheirCurrency(String currency, String amount, String band, String shown) {
        SkuState view = fold(registered("mug"), new ProductRepriced(SKU, Money.of(amount, currency)));
        assertThat(view.keys().band()).isEqualTo(band);
        assertThat(view.catalog().price().amount()).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Home / Kit ", " Home/Kit", "Home/\u200bKit", "Home/ /Kit/", "Ho\u00adme/Kit\u00a0"})
    void otherSpellingsOfACategoryAreThatCategory(String spelling) {
        SkuState view = fold(registered("mug"), new ProductRecategorized(SKU, spelling));
        assertThat(view.catalog().category()).isEqualTo("Home/Kit");
        assertThat(view.keys().categories()).containsExactly("Home", "Home/Kit");
    }

    @Test
    void decomposedTextsAreComposed() {
        SkuState view = fold(
                registered("mug", " Cafe\u0301 ", "U\u0308ber", "1.00"), new ProductRebranded(SKU, "Cafe\u0301  Noir"));
        assertThat(view.catalog().name()).isEqualTo("Caf\u00e9");
        assertThat(view.catalog().brand()).isEqualTo("Caf\u00e9 Noir");
        assertThat(view.catalog().category()).isEqualTo("\u00dcber");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00a0", "\u200b", " / "})
    void blankTextsOfEarlierVersionsAreNone(String blank) {
        SkuState view = fold(
                registered("mug"),
                new ProductRebranded(SKU, blank.replace("/", "")),
                new ProductRecategorized(SKU, blank));
        assertThat(view.catalog().brand()).isNull();
        assertThat(view.catalog().category()).isNull();
        assertThat(view.keys().categories()).isEmpty();
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
