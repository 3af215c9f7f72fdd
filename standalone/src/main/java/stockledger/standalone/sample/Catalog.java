package stockledger.standalone.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Products and locations of the sample shop, read from {@code catalog.json}.
 *
 * @param currency of every price
 */
record Catalog(String currency, List<Location> locations, List<Category> categories) {

    private static final int CODE_LETTERS = 3;

    record Location(String id, String name) {}

    /**
     * Products with the same variants.
     *
     * @param prefix first part of their SKUs
     * @param attribute name of the attribute in which the variants differ
     * @param surcharge price difference between a variant and the one before it
     */
    record Category(
            String name,
            String prefix,
            String attribute,
            BigDecimal surcharge,
            List<String> variants,
            List<Product> products) {}

    /** A product without its variant. */
    record Product(
            String code,
            String name,
            String brand,
            BigDecimal price,
            String description,
            Map<String, String> attributes) {}

    /** A product in one variant, as it is registered. */
    record Article(
            String sku,
            String name,
            String description,
            String brand,
            String category,
            Map<String, String> attributes,
            BigDecimal price) {}

    static Catalog read() {
        try (InputStream json = Catalog.class.getResourceAsStream("catalog.json")) {
            return new JsonMapper().readValue(json, Catalog.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every product in every variant, in the order of the file. */
    List<Article> articles() {
        List<Article> articles = new ArrayList<>();
        for (Category category : categories) {
            for (Product product : category.products()) {
                for (int i = 0; i < category.variants().size(); i++) {
                    articles.add(article(category, product, i));
                }
            }
        }
        return articles;
    }

    private static Article article(Category category, Product product, int index) {
        String variant = category.variants().get(index);
        String code = variant.replace(" ", "").substring(0, CODE_LETTERS).toUpperCase(Locale.ROOT);
        Map<String, String> attributes = new LinkedHashMap<>(product.attributes());
        attributes.put(category.attribute(), variant);
        return new Article(
                category.prefix() + "-" + product.code() + "-" + code,
                product.name() + ", " + variant.toLowerCase(Locale.ROOT),
                product.description(),
                product.brand(),
                category.name(),
                attributes,
                product.price().add(category.surcharge().multiply(BigDecimal.valueOf(index))));
    }
}
