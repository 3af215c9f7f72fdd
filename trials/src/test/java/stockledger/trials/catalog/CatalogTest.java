package stockledger.trials.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Catalog catalog = new Catalog(1, 5_000);
    private final List<Article> articles =
            IntStream.range(0, catalog.size()).mapToObj(catalog::article).toList();

    @Test
    void aLargerCatalogBeginsWithTheArticlesOfASmallerOne() {
        Catalog larger = new Catalog(1, 100_000);

        assertThat(larger.article(17)).isEqualTo(catalog.article(17));
        assertThat(larger.sku(17)).isEqualTo(catalog.article(17).sku());
    }

    @Test
    void everySkuIsValidAndUnique() {
        Set<String> skus = new HashSet<>();
        articles.forEach(article -> skus.add(article.sku()));

        assertThat(skus).hasSize(catalog.size()).allMatch(sku -> sku.matches("[A-Za-z0-9._-]{1,64}"));
        assertThat(new Catalog(2, 1).sku(0)).isNotEqualTo(catalog.sku(0));
    }

    @Test
    void everyArticleHasAListedCategoryAndBrand() {
        assertThat(articles)
                .allMatch(article -> Catalog.categories().contains(article.category()))
                .allMatch(article -> Catalog.brands().contains(article.brand()));
        assertThat(Catalog.categories()).contains("Kitchen", "Kitchen/Tea", "Kitchen/Tea/Teapot");
    }

    @Test
    void everyArticleHasAPriceAndUnitsAtThreeLocations() {
        assertThat(articles)
                .allMatch(article -> article.pence() > 0)
                .allMatch(article -> article.units().size() == Catalog.LOCATIONS.size())
                .allMatch(article -> article.units().stream().allMatch(units -> units >= 0));
        assertThat(Article.amount(1_205)).isEqualTo("12.05");
    }

    @Test
    void mostArticlesAreInStockEverywhereSomeAreNot() {
        long soldOut = articles.stream()
                .filter(article -> article.units().stream().allMatch(units -> units == 0))
                .count();
        long everywhere = articles.stream()
                .filter(article -> article.units().stream().allMatch(units -> units > 0))
                .count();

        assertThat(soldOut).isBetween(100L, 300L);
        assertThat(everywhere).isGreaterThan(4_000);
    }
}
