package stockledger.command.catalog;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.command.catalog.ProductCommand.RegisterProduct;
import stockledger.events.Money;
import stockledger.events.Sku;

/** A new product, as a caller writes it. */
record ProductBody(
        @NotNull Sku sku,
        @NotBlank @Size(max = LONGEST_NAME) String name,
        @Nullable @Size(min = 1, max = LONGEST_DESCRIPTION) String description,
        @Nullable @Size(min = 1, max = LONGEST_BRAND) String brand,

        @Nullable @Size(max = LONGEST_CATEGORY) @Pattern(regexp = CATEGORY, message = CATEGORY_MESSAGE)
        String category,

        @Nullable @Size(max = Product.MOST_ATTRIBUTES)
        Map<
                        @NotBlank @Size(max = LONGEST_ATTRIBUTE_NAME)
                        @Pattern(regexp = ATTRIBUTE_NAME, message = ATTRIBUTE_NAME_MESSAGE) String,
                        @NotNull @Size(max = LONGEST_ATTRIBUTE) String>
                attributes,

        @NotNull @Payable Money price,

        @Nullable @Size(max = MOST_IMAGES)
        List<@NotNull @Size(max = LONGEST_IMAGE) @Pattern(regexp = IMAGE, message = IMAGE_MESSAGE) String> images) {

    static final int LONGEST_NAME = 200;
    static final int LONGEST_DESCRIPTION = 10_000;
    static final int LONGEST_BRAND = 100;
    static final int LONGEST_CATEGORY = 200;
    static final int LONGEST_ATTRIBUTE_NAME = 64;
    static final String ATTRIBUTE_NAME = "\\P{Cc}*";
    static final String ATTRIBUTE_NAME_MESSAGE = "must have no control characters";
    static final int LONGEST_ATTRIBUTE = 1_000;
    static final int MOST_IMAGES = 50;
    static final int LONGEST_IMAGE = 2_048;
    static final String CATEGORY = "[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+){0,7}";
    static final String CATEGORY_MESSAGE = "must be 1 to 8 names with slashes between";
    static final String IMAGE = "https?://\\S+";
    static final String IMAGE_MESSAGE = "must be an http or https address";

    RegisterProduct command() {
        return new RegisterProduct(
                sku,
                name,
                description,
                brand,
                category,
                attributes == null ? Map.of() : attributes,
                price,
                images == null ? List.of() : images);
    }
}
