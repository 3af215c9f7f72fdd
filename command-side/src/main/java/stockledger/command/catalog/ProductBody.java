package stockledger.command.catalog;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.command.catalog.ProductCommand.RegisterProduct;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.LabelText;
import stockledger.command.http.NormalizedText;
import stockledger.command.http.PathText;
import stockledger.events.Money;
import stockledger.events.Sku;

/** The body of a request that registers a product. */
record ProductBody(
        @NotNull Sku sku,

        @NotBlank @NormalizedText @Size(max = MAX_NAME_LENGTH)
        String name,

        @Nullable @NormalizedText @Size(min = 1, max = MAX_DESCRIPTION_LENGTH)
        String description,

        @Nullable @LabelText @Size(min = 1, max = MAX_BRAND_LENGTH)
        String brand,

        @Nullable @PathText @Size(max = MAX_CATEGORY_LENGTH) @Pattern(regexp = CATEGORY, message = CATEGORY_MESSAGE)
        String category,

        @Nullable @AttributesText @Size(max = Product.MAX_ATTRIBUTES)
        Map<
                        @NotBlank @Size(max = MAX_ATTRIBUTE_NAME_LENGTH)
                        @Pattern(regexp = ATTRIBUTE_NAME, message = ATTRIBUTE_NAME_MESSAGE) String,
                        @NotNull @Size(max = MAX_ATTRIBUTE_LENGTH) String>
                attributes,

        @NotNull @Payable Money price,

        @Nullable @Size(max = MAX_IMAGES)
        List<@NotNull @Size(max = MAX_IMAGE_LENGTH) @Pattern(regexp = IMAGE, message = IMAGE_MESSAGE) String> images) {

    static final int MAX_NAME_LENGTH = 200;
    static final int MAX_DESCRIPTION_LENGTH = 10_000;
    static final int MAX_BRAND_LENGTH = 100;
    static final int MAX_CATEGORY_LENGTH = 200;
    static final int MAX_ATTRIBUTE_NAME_LENGTH = 64;
    static final String ATTRIBUTE_NAME = "\\P{Cc}*";
    static final String ATTRIBUTE_NAME_MESSAGE = "must have no control characters";
    static final int MAX_ATTRIBUTE_LENGTH = 1_000;
    static final int MAX_IMAGES = 50;
    static final int MAX_IMAGE_LENGTH = 2_048;
    static final String CATEGORY = "[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+){0,7}";
    static final String CATEGORY_MESSAGE = "must be 1 to 8 names separated by slashes";
    static final String IMAGE = "https?://\\S+";
    static final String IMAGE_MESSAGE = "must be an http or https URL";

    /** {@code GET /v1/products/facets} is another address, so the page of this SKU could not be requested. */
    static final String RESERVED_SKU = "facets";

    static final String RESERVED = "reserved-sku";

    /**
     * The command of this body.
     *
     * @throws InvalidBody when the page of the SKU could not be requested
     */
    RegisterProduct command() {
        if (sku.value().equals(RESERVED_SKU)) {
            throw new InvalidBody("sku", RESERVED, "This SKU is the name of an address.");
        }
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
