package stockledger.command.catalog;

import static stockledger.command.catalog.ProductExamples.MUG;
import static stockledger.command.catalog.ProductExamples.REGISTERED;
import static stockledger.command.catalog.ProductExamples.onSale;
import static stockledger.command.catalog.ProductExamples.product;

import org.junit.jupiter.api.Test;
import stockledger.command.catalog.ProductCommand.RepriceProduct;
import stockledger.events.Money;
import stockledger.events.catalog.ProductEvent.ProductRepriced;

/** A price changes when its value differs; trailing zeros do not matter. */
class PricingAProductTest {

    @Test
    void anotherAmountIsANewPrice() {
        product()
                .given(REGISTERED)
                .when(new RepriceProduct(MUG, Money.of("12.49", "GBP")))
                .expectEvents(new ProductRepriced(MUG, Money.of("12.49", "GBP")))
                .expectResultMessagePayload(onSale(1));
    }

    @Test
    void anotherCurrencyIsANewPrice() {
        product()
                .given(REGISTERED)
                .when(new RepriceProduct(MUG, Money.of("12.50", "EUR")))
                .expectEvents(new ProductRepriced(MUG, Money.of("12.50", "EUR")));
    }

    @Test
    void theSamePriceWithOtherZerosAppendsNoEvent() {
        product()
                .given(REGISTERED)
                .when(new RepriceProduct(MUG, Money.of("12.5", "GBP")))
                .expectNoEvents()
                .expectResultMessagePayload(onSale(0));
    }

    @Test
    void anEarlierPriceIsANewPriceAgain() {
        product()
                .given(REGISTERED, new ProductRepriced(MUG, Money.of("10", "GBP")))
                .when(new RepriceProduct(MUG, Money.of("12.50", "GBP")))
                .expectEvents(new ProductRepriced(MUG, Money.of("12.50", "GBP")));
    }
}
