package stockledger.trials.reads;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import stockledger.trials.catalog.Article;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.catalog.Zipf;

/** What people in a shop ask for, made ready beforehand: some articles far more often than others. */
final class ShopQuestions {

    private static final long SEED = 20_260_105;
    private static final int PICKS = 1 << 20;
    private static final int BASKETS = 2_000;
    private static final int BASKET = 50;
    private static final int LISTS = 2_000;
    private static final int TENTHS = 10;
    private static final List<String> ORDERS = List.of("name", "price", "-price", "-updated");

    private final Requests requests;
    private final Catalog catalog;
    private final Zipf zipf;

    ShopQuestions(Requests requests, Catalog catalog, double skew) {
        this.requests = requests;
        this.catalog = catalog;
        this.zipf = new Zipf(catalog.size(), skew);
    }

    /** The pages of products. */
    Questions pages() {
        byte[][] byArticle = new byte[catalog.size()][];
        for (int i = 0; i < byArticle.length; i++) {
            byArticle[i] = requests.get("/v1/products/" + catalog.sku(i));
        }
        int[] picks = zipf.picks(PICKS, SEED);
        return new Questions() {
            private int next;

            @Override
            public byte[] next() {
                return byArticle[picks[next++ & PICKS - 1]];
            }
        };
    }

    /** The page of each product, one after the other, again and again. */
    EveryPage everyPage() {
        return new EveryPage();
    }

    /** Asks for what hardly anybody asks for, too, and knows when all was asked for. */
    final class EveryPage implements Questions {
        private int asked;

        @Override
        public byte[] next() {
            return requests.get("/v1/products/" + catalog.sku(asked++ % catalog.size()));
        }

        boolean isComplete() {
            return asked >= catalog.size();
        }
    }

    /** First pages of lists of 20: of a category, some of them only what is in stock, and of a brand. */
    Questions lists() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> categories = Catalog.categories();
        Zipf byCategory = new Zipf(categories.size(), 1);
        Zipf byBrand = new Zipf(Catalog.brands().size(), 1);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < LISTS; i++) {
            int kind = random.nextInt(TENTHS);
            String filter = kind < 8
                    ? "category=" + encoded(categories.get(byCategory.next(random)))
                    : "brand=" + encoded(Catalog.brands().get(byBrand.next(random)));
            String stock = kind < 2 ? "&inStock=true" : "";
            String order = ORDERS.get(random.nextInt(ORDERS.size()));
            all.add(requests.get("/v1/products?limit=20&sort=" + order + "&" + filter + stock));
        }
        return inTurn(all);
    }

    /** Whether the 50 articles of a large basket can be had. */
    Questions availability() {
        SplittableRandom random = new SplittableRandom(SEED);
        int size = Math.min(BASKET, catalog.size());
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < BASKETS; i++) {
            Set<String> skus = new LinkedHashSet<>();
            while (skus.size() < size) {
                skus.add(catalog.sku(zipf.next(random)));
            }
            all.add(requests.get("/v1/availability?sku=" + String.join("&sku=", skus)));
        }
        return inTurn(all);
    }

    /** Another price, or more units, of what people ask for. */
    Questions changes() {
        SplittableRandom random = new SplittableRandom(SEED);
        return () -> {
            String sku = catalog.sku(zipf.next(random));
            if (random.nextBoolean()) {
                String amount = Article.amount(100 + random.nextInt(20_000));
                return requests.send(
                        "PUT",
                        "/v1/products/" + sku + "/price",
                        "{\"price\":{\"amount\":\"" + amount + "\",\"currency\":\"" + Catalog.CURRENCY + "\"}}");
            }
            String location = Catalog.LOCATIONS.get(random.nextInt(Catalog.LOCATIONS.size()));
            return requests.send(
                    "POST",
                    "/v1/inventory/" + sku + "/receipts",
                    String.format(
                            Locale.ROOT,
                            "{\"locationId\":\"%s\",\"quantity\":%d,\"reference\":\"reads\"}",
                            location,
                            1 + random.nextInt(20)));
        };
    }

    private static Questions inTurn(List<byte[]> all) {
        byte[][] requests = all.toArray(byte[][]::new);
        return new Questions() {
            private int next;

            @Override
            public byte[] next() {
                next = next + 1 == requests.length ? 0 : next + 1;
                return requests[next];
            }
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
