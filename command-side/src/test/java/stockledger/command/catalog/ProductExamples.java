package stockledger.command.catalog;

import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import stockledger.command.catalog.ProductCommand.Change;
import stockledger.command.catalog.ProductCommand.DescribeProduct;
import stockledger.command.dispatch.Outcome;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductRegistered;

/** The product of the catalog tests. */
final class ProductExamples {

    static final Sku MUG = new Sku("MUG-1");
    static final Money PRICE = Money.of("12.50", "GBP");
    static final Map<String, String> ATTRIBUTES = Map.of("colour", "blue", "size", "L");
    static final List<String> IMAGES = List.of("https://img.example/mug.jpg");
    static final ProductRegistered REGISTERED =
            new ProductRegistered(MUG, "Mug", "A mug.", "Potters", "Kitchen/Mugs", ATTRIBUTES, PRICE, IMAGES);

    private ProductExamples() {}

    static FixtureConfiguration<Product> product() {
        return new AggregateTestFixture<>(Product.class);
    }

    static Outcome<Boolean> onSale(long version) {
        return new Outcome<>(false, MUG.productStream(), version);
    }

    static Outcome<Boolean> outOfSale(long version) {
        return new Outcome<>(true, MUG.productStream(), version);
    }

    static DescribeProduct rename(@Nullable String name) {
        return new DescribeProduct(MUG, name, null, null, null, null, null, null);
    }

    static DescribeProduct attributes(@Nullable Map<String, @Nullable String> given) {
        return new DescribeProduct(MUG, null, null, null, null, new Change<>(given), null, null);
    }

    static DescribeProduct images(@Nullable List<String> given) {
        return new DescribeProduct(MUG, null, null, null, null, null, null, new Change<>(given));
    }

    /** Patches description, brand and category at once. */
    static DescribeProduct texts(@Nullable String description, @Nullable String brand, @Nullable String category) {
        return new DescribeProduct(
                MUG, null, new Change<>(description), new Change<>(brand), new Change<>(category), null, null, null);
    }
}
