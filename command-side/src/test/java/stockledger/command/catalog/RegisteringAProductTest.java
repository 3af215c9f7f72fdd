package stockledger.command.catalog;

import static stockledger.command.catalog.ProductExamples.ATTRIBUTES;
import static stockledger.command.catalog.ProductExamples.IMAGES;
import static stockledger.command.catalog.ProductExamples.MUG;
import static stockledger.command.catalog.ProductExamples.PRICE;
import static stockledger.command.catalog.ProductExamples.REGISTERED;
import static stockledger.command.catalog.ProductExamples.onSale;
import static stockledger.command.catalog.ProductExamples.product;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.catalog.ProductCommand.RegisterProduct;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductRegistered;

/** A SKU is registered once. */
class RegisteringAProductTest {

    private static final RegisterProduct REGISTER =
            new RegisterProduct(MUG, "Mug", "A mug.", "Potters", "Kitchen/Mugs", ATTRIBUTES, PRICE, IMAGES);

    @Test
    void aNewSkuIsRegistered() {
        product().givenNoPriorActivity().when(REGISTER).expectEvents(REGISTERED).expectResultMessagePayload(onSale(0));
    }

    @Test
    void aNameAndAPriceAreEnough() {
        product()
                .givenNoPriorActivity()
                .when(new RegisterProduct(MUG, "Mug", null, null, null, Map.of(), PRICE, List.of()))
                .expectEvents(new ProductRegistered(MUG, "Mug", null, null, null, Map.of(), PRICE, List.of()));
    }

    @Test
    void aRegisteredSkuIsRefusedWhateverTheDescription() {
        product()
                .given(REGISTERED)
                .when(REGISTER)
                .expectException(RefusedWith.conflict("product-exists", Map.of("sku", MUG)))
                .expectNoEvents();
    }

    @Test
    void theSkuOfADiscontinuedProductIsRefusedToo() {
        product()
                .given(REGISTERED, new ProductDiscontinued(MUG))
                .when(REGISTER)
                .expectException(RefusedWith.conflict("product-exists", Map.of("sku", MUG)))
                .expectNoEvents();
    }
}
