package stockledger.command.catalog;

import static stockledger.command.catalog.ProductExamples.MUG;
import static stockledger.command.catalog.ProductExamples.REGISTERED;
import static stockledger.command.catalog.ProductExamples.onSale;
import static stockledger.command.catalog.ProductExamples.outOfSale;
import static stockledger.command.catalog.ProductExamples.product;
import static stockledger.command.catalog.ProductExamples.rename;

import org.junit.jupiter.api.Test;
import stockledger.command.catalog.ProductCommand.DiscontinueProduct;
import stockledger.command.catalog.ProductCommand.ReactivateProduct;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRenamed;

/** A product is discontinued and reactivated alternately; repetitions append no event. */
class DiscontinuingAProductTest {

    private static final ProductDiscontinued DISCONTINUED = new ProductDiscontinued(MUG);
    private static final ProductReactivated REACTIVATED = new ProductReactivated(MUG);

    @Test
    void aProductIsDiscontinued() {
        product()
                .given(REGISTERED)
                .when(new DiscontinueProduct(MUG))
                .expectEvents(DISCONTINUED)
                .expectResultMessagePayload(outOfSale(1));
    }

    @Test
    void discontinuingAgainChangesNothing() {
        product()
                .given(REGISTERED, DISCONTINUED)
                .when(new DiscontinueProduct(MUG))
                .expectNoEvents()
                .expectResultMessagePayload(outOfSale(1));
    }

    @Test
    void aDiscontinuedProductIsReactivated() {
        product()
                .given(REGISTERED, DISCONTINUED)
                .when(new ReactivateProduct(MUG))
                .expectEvents(REACTIVATED)
                .expectResultMessagePayload(onSale(2));
    }

    @Test
    void reactivatingAProductOnSaleChangesNothing() {
        product()
                .given(REGISTERED)
                .when(new ReactivateProduct(MUG))
                .expectNoEvents()
                .expectResultMessagePayload(onSale(0));
    }

    @Test
    void aReactivatedProductIsDiscontinuedAgain() {
        product()
                .given(REGISTERED, DISCONTINUED, REACTIVATED)
                .when(new DiscontinueProduct(MUG))
                .expectEvents(DISCONTINUED);
    }

    @Test
    void aDiscontinuedProductCanBeDescribed() {
        product()
                .given(REGISTERED, DISCONTINUED)
                .when(rename("Cup"))
                .expectEvents(new ProductRenamed(MUG, "Cup"))
                .expectResultMessagePayload(outOfSale(2));
    }
}
