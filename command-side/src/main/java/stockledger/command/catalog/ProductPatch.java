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
import stockledger.command.http.InvalidBody;
import stockledger.events.Money;
import stockledger.events.Sku;
import tools.jackson.databind.JsonNode;

/** The values of a merge patch (RFC 7396) of a product. Which of them were given at all, the JSON itself must say. */
record ProductPatch(
        @Nullable
        @Size(min = 1, max = ProductBody.LONGEST_NAME)
        @Pattern(regexp = ".*\\S.*", message = "must not be blank")
        String name,

        @Nullable @Size(min = 1, max = ProductBody.LONGEST_DESCRIPTION)
        String description,

        @Nullable @Size(min = 1, max = ProductBody.LONGEST_BRAND)
        String brand,

        @Nullable
        @Size(max = ProductBody.LONGEST_CATEGORY)
        @Pattern(regexp = ProductBody.CATEGORY, message = ProductBody.CATEGORY_MESSAGE)
        String category,

        @Nullable @Size(max = Product.MOST_ATTRIBUTES)
        Map<
                        @NotBlank @Size(max = ProductBody.LONGEST_ATTRIBUTE_NAME)
                        @Pattern(regexp = ProductBody.ATTRIBUTE_NAME, message = ProductBody.ATTRIBUTE_NAME_MESSAGE)
                        String,
                        @Nullable @Size(max = ProductBody.LONGEST_ATTRIBUTE) String>
                attributes,

        @Nullable @Payable Money price,

        @Nullable @Size(max = ProductBody.MOST_IMAGES)
        List<
                        @NotNull @Size(max = ProductBody.LONGEST_IMAGE)
                        @Pattern(regexp = ProductBody.IMAGE, message = ProductBody.IMAGE_MESSAGE) String>
                images) {

    /**
     * The command that these values and the JSON they came from make.
     *
     * @throws InvalidBody when a member that every product has is taken away
     */
    DescribeProduct command(Sku sku, JsonNode given) {
        refuseNull(given, "name");
        refuseNull(given, "price");
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

    private static void refuseNull(JsonNode given, String member) {
        if (given.has(member) && given.get(member).isNull()) {
            throw new InvalidBody(member, "validation-failed", "Every product has a " + member + ".");
        }
    }

    private static <T> @Nullable Change<T> change(JsonNode given, String member, @Nullable T value) {
        return given.has(member) ? new Change<>(value) : null;
    }
}
