package stockledger.command.catalog;

import static stockledger.command.catalog.ProductExamples.ATTRIBUTES;
import static stockledger.command.catalog.ProductExamples.IMAGES;
import static stockledger.command.catalog.ProductExamples.MUG;
import static stockledger.command.catalog.ProductExamples.PRICE;
import static stockledger.command.catalog.ProductExamples.REGISTERED;
import static stockledger.command.catalog.ProductExamples.attributes;
import static stockledger.command.catalog.ProductExamples.images;
import static stockledger.command.catalog.ProductExamples.onSale;
import static stockledger.command.catalog.ProductExamples.product;
import static stockledger.command.catalog.ProductExamples.rename;
import static stockledger.command.catalog.ProductExamples.texts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.catalog.ProductCommand.Change;
import stockledger.command.catalog.ProductCommand.DescribeProduct;
import stockledger.command.catalog.ProductCommand.PriceChange;
import stockledger.events.Money;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;

/** A patch changes the members it names; unchanged values append no event. */
class DescribingAProductTest {

    @Test
    void anEmptyPatchChangesNothing() {
        product().given(REGISTERED).when(rename(null)).expectNoEvents().expectResultMessagePayload(onSale(0));
    }

    @Test
    void allMembersAtOnceAreOneEventEach() {
        product()
                .given(REGISTERED)
                .when(new DescribeProduct(
                        MUG,
                        "Cup",
                        new Change<>("A cup."),
                        new Change<>("Kilns"),
                        new Change<>("Kitchen/Cups"),
                        new Change<>(Map.of("size", "S")),
                        new PriceChange("9", "GBP"),
                        new Change<>(List.of())))
                .expectEvents(
                        new ProductRenamed(MUG, "Cup"),
                        new ProductDescribed(MUG, "A cup."),
                        new ProductRebranded(MUG, "Kilns"),
                        new ProductRecategorized(MUG, "Kitchen/Cups"),
                        new ProductAttributesReplaced(MUG, Map.of("colour", "blue", "size", "S")),
                        new ProductImagesReplaced(MUG, List.of()),
                        new ProductRepriced(MUG, Money.of("9", "GBP")))
                .expectResultMessagePayload(onSale(7));
    }

    @Test
    void unchangedMembersAppendNoEvent() {
        product()
                .given(REGISTERED)
                .when(new DescribeProduct(
                        MUG,
                        "Mug",
                        new Change<>("A mug."),
                        new Change<>("Potters"),
                        new Change<>("Kitchen/Mugs"),
                        new Change<>(nullable(ATTRIBUTES)),
                        new PriceChange("12.5000", "GBP"),
                        new Change<>(IMAGES)))
                .expectNoEvents()
                .expectResultMessagePayload(onSale(0));
    }

    @Test
    void nullRemovesAMember() {
        product()
                .given(REGISTERED)
                .when(texts(null, null, null))
                .expectEvents(
                        new ProductDescribed(MUG, null),
                        new ProductRebranded(MUG, null),
                        new ProductRecategorized(MUG, null));
    }

    @Test
    void anAbsentMemberIsNotRemovedAgain() {
        product()
                .given(new ProductRegistered(MUG, "Mug", null, null, null, Map.of(), PRICE, List.of()))
                .when(new DescribeProduct(
                        MUG,
                        null,
                        new Change<>(null),
                        new Change<>(null),
                        new Change<>(null),
                        new Change<>(null),
                        null,
                        new Change<>(null)))
                .expectNoEvents()
                .expectResultMessagePayload(onSale(0));
    }

    @Test
    void anAttributeIsAddedToTheOthers() {
        product()
                .given(REGISTERED)
                .when(attributes(Map.of("shape", "round")))
                .expectEvents(
                        new ProductAttributesReplaced(MUG, Map.of("colour", "blue", "size", "L", "shape", "round")));
    }

    @Test
    void aNullAttributeIsRemoved() {
        Map<String, @Nullable String> without = new HashMap<>();
        without.put("colour", null);
        product()
                .given(REGISTERED)
                .when(attributes(without))
                .expectEvents(new ProductAttributesReplaced(MUG, Map.of("size", "L")));
    }

    @Test
    void anAbsentAttributeIsNotRemoved() {
        Map<String, @Nullable String> without = new HashMap<>();
        without.put("weight", null);
        product().given(REGISTERED).when(attributes(without)).expectNoEvents();
    }

    @Test
    void nullRemovesAllAttributes() {
        product().given(REGISTERED).when(attributes(null)).expectEvents(new ProductAttributesReplaced(MUG, Map.of()));
    }

    @Test
    void nullRemovesAllImages() {
        product().given(REGISTERED).when(images(null)).expectEvents(new ProductImagesReplaced(MUG, List.of()));
    }

    @Test
    void aHundredAttributesAreAllowed() {
        Map<String, @Nullable String> more = numbered(Product.MAX_ATTRIBUTES - ATTRIBUTES.size());
        Map<String, String> all = new HashMap<>(ATTRIBUTES);
        more.forEach((name, value) -> all.put(name, String.valueOf(value)));
        product().given(REGISTERED).when(attributes(more)).expectEvents(new ProductAttributesReplaced(MUG, all));
    }

    @Test
    void oneMoreAttributeRefusesTheWholePatch() {
        Map<String, @Nullable String> more = numbered(Product.MAX_ATTRIBUTES - ATTRIBUTES.size() + 1);
        product()
                .given(REGISTERED)
                .when(new DescribeProduct(MUG, "Cup", null, null, null, new Change<>(more), null, null))
                .expectException(
                        RefusedWith.conflict("too-many-attributes", Map.of("sku", MUG, "most", Product.MAX_ATTRIBUTES)))
                .expectNoEvents();
    }

    @Test
    void anAmountAloneKeepsTheCurrency() {
        product()
                .given(REGISTERED, new ProductRepriced(MUG, Money.of("30", "EUR")))
                .when(price("12.00", null))
                .expectEvents(new ProductRepriced(MUG, Money.of("12.00", "EUR")));
    }

    @Test
    void aCurrencyAloneKeepsTheAmount() {
        product()
                .given(REGISTERED)
                .when(price(null, "EUR"))
                .expectEvents(new ProductRepriced(MUG, Money.of("12.50", "EUR")));
    }

    @Test
    void aPriceWithoutMembersChangesNothing() {
        product().given(REGISTERED).when(price(null, null)).expectNoEvents().expectResultMessagePayload(onSale(0));
    }

    @Test
    void anAmountThatTheKeptCurrencyCannotHaveIsRefused() {
        product()
                .given(REGISTERED, new ProductRepriced(MUG, Money.of("500", "JPY")))
                .when(price("12.5", null))
                .expectException(RefusedWith.conflict(
                        "price-not-payable", Map.of("sku", MUG, "amount", "12.5", "currency", "JPY")))
                .expectNoEvents();
    }

    @Test
    void aCurrencyThatCannotHaveTheKeptAmountIsRefused() {
        product()
                .given(REGISTERED)
                .when(price(null, "JPY"))
                .expectException(RefusedWith.conflict(
                        "price-not-payable", Map.of("sku", MUG, "amount", "12.5", "currency", "JPY")))
                .expectNoEvents();
    }

    private static DescribeProduct price(@Nullable String amount, @Nullable String currency) {
        return new DescribeProduct(MUG, null, null, null, null, null, new PriceChange(amount, currency), null);
    }

    private static Map<String, @Nullable String> numbered(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "attribute " + i, i -> "value " + i));
    }

    private static Map<String, @Nullable String> nullable(Map<String, String> attributes) {
        return new HashMap<>(attributes);
    }
}
