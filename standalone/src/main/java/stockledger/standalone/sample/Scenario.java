package stockledger.standalone.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import stockledger.standalone.sample.Catalog.Article;
import stockledger.standalone.sample.Catalog.Location;

/** All commands of the sample shop, the same at each start. */
final class Scenario {

    /** Chosen so that some products are sold out and a few carts are open at the end. */
    private static final long SEED = 8_080;

    private static final int PACK_SIZE = 6;
    private static final int MAX_PACKS = 12;
    private static final int LOW_STOCK_EVERY = 23;

    private final Catalog catalog;
    private final List<Article> articles;
    private final SimulatedStock stock = new SimulatedStock();
    private final Random random = new Random(SEED);

    Scenario(Catalog catalog) {
        this.catalog = catalog;
        this.articles = catalog.articles();
    }

    /** Locations, products, opening stock, and some days of orders. */
    List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase("locations", locations()));
        phases.add(new Phase("products", products()));
        phases.add(new Phase("opening stock", openingStock()));
        phases.addAll(new OrderDays(catalog, stock, random).phases());
        return phases;
    }

    private List<List<Command>> locations() {
        List<List<Command>> tasks = new ArrayList<>();
        for (Location location : catalog.locations()) {
            tasks.add(List.of(new Command("/v1/locations", Map.of("id", location.id(), "name", location.name()))));
        }
        return tasks;
    }

    private List<List<Command>> products() {
        List<List<Command>> tasks = new ArrayList<>();
        for (Article article : articles) {
            Map<String, Object> body = new TreeMap<>();
            body.put("sku", article.sku());
            body.put("name", article.name());
            body.put("description", article.description());
            body.put("brand", article.brand());
            body.put("category", article.category());
            body.put("attributes", article.attributes());
            body.put("price", Map.of("amount", article.price().toPlainString(), "currency", catalog.currency()));
            tasks.add(List.of(new Command("/v1/products", body)));
        }
        return tasks;
    }

    /** Most products are stocked at all locations, every 23rd has one or two units in the shop only. */
    private List<List<Command>> openingStock() {
        List<List<Command>> tasks = new ArrayList<>();
        int number = 0;
        for (Article article : articles) {
            boolean lowStock = number % LOW_STOCK_EVERY == LOW_STOCK_EVERY - 1;
            number++;
            List<Command> receipts = new ArrayList<>();
            for (Location location : lowStock ? catalog.locations().subList(2, 3) : catalog.locations()) {
                int quantity = lowStock ? 1 + random.nextInt(2) : PACK_SIZE * (1 + random.nextInt(MAX_PACKS));
                String reference = "PO-%04d/%s".formatted(number, location.id());
                stock.receive(location.id(), article.sku(), quantity);
                receipts.add(receipt(article.sku(), location.id(), quantity, reference));
            }
            tasks.add(receipts);
        }
        return tasks;
    }

    static Command receipt(String sku, String location, int quantity, String reference) {
        return new Command(
                "/v1/inventory/" + sku + "/receipts",
                Map.of("locationId", location, "quantity", quantity, "reference", reference));
    }
}
