package stockledger.standalone.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import stockledger.standalone.sample.Catalog.Article;
import stockledger.standalone.sample.Catalog.Location;
import stockledger.standalone.sample.Step.Movement;

/** All that happens in the sample shop, the same each time it is told. */
final class ShopStory {

    /** Any number would do; with this one some products are sold out and a few carts are open at the end. */
    private static final long SEED = 8_080;

    private static final int PACK = 6;
    private static final int MOST_PACKS = 12;
    private static final int SCARCE_EVERY = 23;

    private final Catalog catalog;
    private final List<Article> articles;
    private final StockOnPaper stock = new StockOnPaper();
    private final Random random = new Random(SEED);

    ShopStory(Catalog catalog) {
        this.catalog = catalog;
        this.articles = catalog.articles();
    }

    /** Locations, products, opening stock, and the days. */
    List<Chapter> chapters() {
        List<Chapter> chapters = new ArrayList<>();
        chapters.add(new Chapter("locations", locations()));
        chapters.add(new Chapter("products", products()));
        chapters.add(new Chapter("opening stock", openingStock()));
        ShopDays days = new ShopDays(catalog, stock, random);
        chapters.addAll(days.chapters());
        return chapters;
    }

    private List<List<Step>> locations() {
        List<List<Step>> errands = new ArrayList<>();
        for (Location location : catalog.locations()) {
            errands.add(
                    List.of(Step.repeatable("/v1/locations", Map.of("id", location.id(), "name", location.name()))));
        }
        return errands;
    }

    private List<List<Step>> products() {
        List<List<Step>> errands = new ArrayList<>();
        for (Article article : articles) {
            Map<String, Object> body = new TreeMap<>();
            body.put("sku", article.sku());
            body.put("name", article.name());
            body.put("description", article.description());
            body.put("brand", article.brand());
            body.put("category", article.category());
            body.put("attributes", article.attributes());
            body.put("price", Map.of("amount", article.price().toPlainString(), "currency", catalog.currency()));
            errands.add(List.of(Step.repeatable("/v1/products", body)));
        }
        return errands;
    }

    /** Most products lie in both warehouses and a few of each in the shop; every so often one is scarce. */
    private List<List<Step>> openingStock() {
        List<List<Step>> errands = new ArrayList<>();
        int number = 0;
        for (Article article : articles) {
            boolean scarce = number % SCARCE_EVERY == SCARCE_EVERY - 1;
            number++;
            List<Step> errand = new ArrayList<>();
            for (Location location : scarce ? catalog.locations().subList(2, 3) : catalog.locations()) {
                int quantity = scarce ? 1 + random.nextInt(2) : PACK * (1 + random.nextInt(MOST_PACKS));
                String reference = "PO-%04d/%s".formatted(number, location.id());
                stock.receive(location.id(), article.sku(), quantity);
                errand.add(receipt(article.sku(), location.id(), quantity, reference));
            }
            errands.add(errand);
        }
        return errands;
    }

    static Step receipt(String sku, String location, int quantity, String reference) {
        return new Step(
                "/v1/inventory/" + sku + "/receipts",
                Map.of("locationId", location, "quantity", quantity, "reference", reference),
                new Movement(sku, reference));
    }
}
