package stockledger.trials.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A generated catalog. Each article depends only on the seed and its number, so a larger catalog begins with the articles
 * of a smaller one, and several processes can generate the same articles without exchanging them.
 *
 * @param seed catalogs with different seeds have different SKUs
 */
public record Catalog(int seed, int size) {

    public static final List<String> LOCATIONS = List.of("north", "south", "shop");

    public static final String CURRENCY = "GBP";

    /** Percentage of articles out of stock at all locations. */
    private static final int SOLD_OUT_PERCENT = 4;

    /** Percentage of articles out of stock at one location. */
    private static final int MISSING_AT_ONE_PERCENT = 8;

    private static final int HUNDRED = 100;
    private static final int STYLE_PERCENT = 60;

    public Catalog {
        if (seed < 0 || size < 1) {
            throw new IllegalArgumentException("seed must be at least 0 and size at least 1: " + seed + ", " + size);
        }
    }

    public String sku(int number) {
        return sku(number, random(number));
    }

    public Article article(int number) {
        SplittableRandom random = random(number);
        String sku = sku(number, random);
        ProductNames.ProductType type = type(random(number));
        String brand = ProductNames.BRANDS.get(skewed(random, ProductNames.BRANDS.size()));
        String colour = one(random, ProductNames.COLOURS);
        String material = one(random, ProductNames.MATERIALS);
        String style = random.nextInt(HUNDRED) < STYLE_PERCENT ? one(random, ProductNames.STYLES) + " " : "";
        String name = brand + " " + style + type.noun() + ", " + colour;
        String description =
                one(random, ProductNames.SENTENCES).formatted(material) + " " + one(random, ProductNames.CARE) + ".";
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("colour", colour);
        attributes.put("material", material);
        attributes.put("weight", 50 + 10 * random.nextInt(HUNDRED) + " g");
        int pounds = type.minPounds() + skewed(random, type.maxPounds() - type.minPounds() + 1);
        int pence = pounds * HUNDRED - (random.nextInt(HUNDRED) < STYLE_PERCENT ? 1 : 5);
        List<String> images = List.of("https://images.example/" + sku.toLowerCase(Locale.ROOT) + "/front.jpg");
        return new Article(sku, name, description, brand, type.category(), attributes, pence, images, units(random));
    }

    /** All categories with products and their parent categories, sorted. */
    public static List<String> categories() {
        return ProductNames.TYPES.stream()
                .map(ProductNames.ProductType::category)
                .flatMap(leaf ->
                        Stream.of(leaf, leaf.substring(0, leaf.lastIndexOf('/')), leaf.substring(0, leaf.indexOf('/'))))
                .distinct()
                .sorted()
                .toList();
    }

    public static List<String> brands() {
        return ProductNames.BRANDS;
    }

    private SplittableRandom random(int number) {
        return new SplittableRandom(((long) seed << Integer.SIZE) + number);
    }

    private String sku(int number, SplittableRandom random) {
        String noun = type(random).noun().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "-");
        return "C" + seed + "-" + noun + "-" + String.format(Locale.ROOT, "%06d", number);
    }

    private static ProductNames.ProductType type(SplittableRandom random) {
        return one(random, ProductNames.TYPES);
    }

    private static List<Integer> units(SplittableRandom random) {
        int percentile = random.nextInt(HUNDRED);
        int missing = percentile < SOLD_OUT_PERCENT + MISSING_AT_ONE_PERCENT ? random.nextInt(LOCATIONS.size()) : -1;
        Integer[] units = new Integer[LOCATIONS.size()];
        for (int i = 0; i < units.length; i++) {
            boolean none = percentile < SOLD_OUT_PERCENT || i == missing;
            units[i] = none ? 0 : 1 + skewed(random, 400);
        }
        return List.of(units);
    }

    private static <T> T one(SplittableRandom random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** A number below the bound, small ones more often than large ones. */
    private static int skewed(SplittableRandom random, int bound) {
        double drawn = random.nextDouble();
        return (int) (bound * drawn * drawn);
    }
}
