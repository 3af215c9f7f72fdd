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
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RequestSequence;

/** The requests of a shop's customers, encoded in advance; popularity of articles follows a Zipf distribution. */
final class ShopRequests {

    private static final long SEED = 20_260_105;
    private static final int PICKS = 1 << 20;
    private static final int BASKETS = 2_000;
    private static final int BASKET = 50;
    private static final int LISTS = 2_000;
    private static final int TENTHS = 10;
    private static final List<String> SORTS = List.of("name", "price", "-price", "-updated");

    private final HttpRequests http;
    private final Catalog catalog;
    private final Zipf zipf;

    ShopRequests(HttpRequests http, Catalog catalog, double skew) {
        this.http = http;
        this.catalog = catalog;
        this.zipf = new Zipf(catalog.size(), skew);
    }

    /** Product pages. */
    RequestSequence pages() {
        byte[][] byArticle = new byte[catalog.size()][];
        for (int i = 0; i < byArticle.length; i++) {
            byArticle[i] = http.get("/v1/products/" + catalog.sku(i));
        }
        int[] picks = zipf.picks(PICKS, SEED);
        return new RequestSequence() {
            private int next;

            @Override
            public byte[] next() {
                return byArticle[picks[next++ & PICKS - 1]];
            }
        };
    }

    /** The page of every product in turn, endlessly. */
    EveryPage everyPage() {
        return new EveryPage();
    }

    /** Includes unpopular products, and knows when every page was requested. */
    final class EveryPage implements RequestSequence {
        private int requested;

        @Override
        public byte[] next() {
            return http.get("/v1/products/" + catalog.sku(requested++ % catalog.size()));
        }

        boolean isComplete() {
            return requested >= catalog.size();
        }
    }

    /** First pages of lists of 20, by category or brand, some restricted to products in stock. */
    RequestSequence lists() {
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
            String sort = SORTS.get(random.nextInt(SORTS.size()));
            all.add(http.get("/v1/products?limit=20&sort=" + sort + "&" + filter + stock));
        }
        return cycle(all);
    }

    /** Availability of a large basket of 50 articles. */
    RequestSequence availability() {
        SplittableRandom random = new SplittableRandom(SEED);
        int size = Math.min(BASKET, catalog.size());
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < BASKETS; i++) {
            Set<String> skus = new LinkedHashSet<>();
            while (skus.size() < size) {
                skus.add(catalog.sku(zipf.next(random)));
            }
            all.add(http.get("/v1/availability?sku=" + String.join("&sku=", skus)));
        }
        return cycle(all);
    }

    /** New prices and receipts of popular articles. */
    RequestSequence changes() {
        SplittableRandom random = new SplittableRandom(SEED);
        return () -> {
            String sku = catalog.sku(zipf.next(random));
            if (random.nextBoolean()) {
                String amount = Article.amount(100 + random.nextInt(20_000));
                return http.send(
                        "PUT",
                        "/v1/products/" + sku + "/price",
                        "{\"price\":{\"amount\":\"" + amount + "\",\"currency\":\"" + Catalog.CURRENCY + "\"}}");
            }
            String location = Catalog.LOCATIONS.get(random.nextInt(Catalog.LOCATIONS.size()));
            return http.send(
                    "POST",
                    "/v1/inventory/" + sku + "/receipts",
                    String.format(
                            Locale.ROOT,
                            "{\"locationId\":\"%s\",\"quantity\":%d,\"reference\":\"reads\"}",
                            location,
                            1 + random.nextInt(20)));
        };
    }

    private static RequestSequence cycle(List<byte[]> all) {
        byte[][] requests = all.toArray(byte[][]::new);
        return new RequestSequence() {
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
