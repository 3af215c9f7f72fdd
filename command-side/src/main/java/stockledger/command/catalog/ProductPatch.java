package stockledger.command.catalog;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.command.catalog.ProductCommand.Change;
import stockledger.command.catalog.ProductCommand.DescribeProduct;
import stockledger.command.catalog.ProductCommand.PriceChange;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.LabelText;
import stockledger.command.http.NormalizedText;
import stockledger.command.http.PathText;
import stockledger.events.Sku;
import tools.jackson.databind.JsonNode;

/** The values of a merge patch (RFC 7396) of a product. Only the JSON distinguishes absent members from null ones. */
record ProductPatch(
        @Nullable @NormalizedText @Size(min = 1, max = ProductBody.MAX_NAME_LENGTH)
        String name,

        @Nullable @NormalizedText @Size(min = 1, max = ProductBody.MAX_DESCRIPTION_LENGTH)
        String description,

        @Nullable @LabelText @Size(min = 1, max = ProductBody.MAX_BRAND_LENGTH)
        String brand,

        @Nullable
        @PathText
        @Size(max = ProductBody.MAX_CATEGORY_LENGTH)
        @Pattern(regexp = ProductBody.CATEGORY, message = ProductBody.CATEGORY_MESSAGE)
        String category,

        @Nullable @AttributesText @Size(max = Product.MAX_ATTRIBUTES)
        Map<
                        @NotBlank @Size(max = ProductBody.MAX_ATTRIBUTE_NAME_LENGTH)
                        @Pattern(regexp = ProductBody.ATTRIBUTE_NAME, message = ProductBody.ATTRIBUTE_NAME_MESSAGE)
                        String,
                        @Nullable @Size(max = ProductBody.MAX_ATTRIBUTE_LENGTH) String>
                attributes,

        @Nullable @Payable PriceChange price,

        @Nullable @Size(max = ProductBody.MAX_IMAGES)
        List<
                        @NotNull @Size(max = ProductBody.MAX_IMAGE_LENGTH)
                        @Pattern(regexp = ProductBody.IMAGE, message = ProductBody.IMAGE_MESSAGE) String>
                images) {

    /**
     * The command of these values.
     *
     * @param given the JSON they were read from
     * @throws InvalidBody when a required member is null
     */
    DescribeProduct command(Sku sku, JsonNode given) {
        refuseNull(given, "name", "name");
        refuseNull(given, "price", "price");
        refuseNull(given.path("price"), "amount", "price.amount");
        refuseNull(given.path("price"), "currency", "price.currency");
        return new DescribeProduct(
                sku,
                name,
                change(given, "description", description),
                change(given, "brand", brand),
                change(given, "category", category),
                change(given, "attributes", attributes),
                price,
                change(given, "images", images));
    }

    private static void refuseNull(JsonNode given, String member, String path) {
        if (given.has(member) && given.get(member).isNull()) {
            throw new InvalidBody(path, "validation-failed", path + " must not be null.");
        }
    }

    private static <T> @Nullable Change<T> change(JsonNode given, String member, @Nullable T value) {
        return given.has(member) ? new Change<>(value) : null;
    }
}
