package stockledger.trials.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The goods of one shop. Each article follows from the seed and its number alone, so a larger catalog begins with the
 * articles of a smaller one, and who sells them and who counts them need not be told what they are.
 *
 * @param seed names the catalog; SKUs of two of them differ
 */
public record Catalog(int seed, int size) {

    /** Where the units are. */
    public static final List<String> LOCATIONS = List.of("north", "south", "shop");

    public static final String CURRENCY = "GBP";

    /** Of a hundred articles, so many that nobody has in stock, and so many that one location does not have. */
    private static final int SOLD_OUT = 4;

    private static final int NOT_EVERYWHERE = 8;
    private static final int HUNDRED = 100;
    private static final int NAMED_FOR_STYLE = 60;

    public Catalog {
        if (seed < 0 || size < 1) {
            throw new IllegalArgumentException("no such catalog: " + seed + ", " + size);
        }
    }

    public String sku(int number) {
        return sku(number, random(number));
    }

    public Article article(int number) {
        SplittableRandom random = random(number);
        String sku = sku(number, random);
        Words.Shelf shelf = shelf(random(number));
        String brand = Words.BRANDS.get(skewed(random, Words.BRANDS.size()));
        String colour = one(random, Words.COLOURS);
        String material = one(random, Words.MATERIALS);
        String style = random.nextInt(HUNDRED) < NAMED_FOR_STYLE ? one(random, Words.STYLES) + " " : "";
        String name = brand + " " + style + shelf.noun() + ", " + colour;
        String description = one(random, Words.SENTENCES).formatted(material) + " " + one(random, Words.CARE) + ".";
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("colour", colour);
        attributes.put("material", material);
        attributes.put("weight", 50 + 10 * random.nextInt(HUNDRED) + " g");
        int pounds = shelf.leastPounds() + skewed(random, shelf.mostPounds() - shelf.leastPounds() + 1);
        int pence = pounds * HUNDRED - (random.nextInt(HUNDRED) < NAMED_FOR_STYLE ? 1 : 5);
        List<String> images = List.of("https://images.example/" + sku.toLowerCase(Locale.ROOT) + "/front.jpg");
        return new Article(sku, name, description, brand, shelf.category(), attributes, pence, images, units(random));
    }

    /** Every category that has a shelf, and those that contain them, as a shop's menu has them. */
    public static List<String> categories() {
        return Words.ALL_SHELVES.stream()
                .map(Words.Shelf::category)
                .flatMap(leaf ->
                        Stream.of(leaf, leaf.substring(0, leaf.lastIndexOf('/')), leaf.substring(0, leaf.indexOf('/'))))
                .distinct()
                .sorted()
                .toList();
    }

    public static List<String> brands() {
        return Words.BRANDS;
    }

    private SplittableRandom random(int number) {
        return new SplittableRandom(((long) seed << Integer.SIZE) + number);
    }

    private String sku(int number, SplittableRandom random) {
        String noun = shelf(random).noun().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "-");
        return "C" + seed + "-" + noun + "-" + String.format(Locale.ROOT, "%06d", number);
    }

    private static Words.Shelf shelf(SplittableRandom random) {
        return one(random, Words.ALL_SHELVES);
    }

    private static List<Integer> units(SplittableRandom random) {
        int kind = random.nextInt(HUNDRED);
        int missing = kind < SOLD_OUT + NOT_EVERYWHERE ? random.nextInt(LOCATIONS.size()) : -1;
        Integer[] units = new Integer[LOCATIONS.size()];
        for (int i = 0; i < units.length; i++) {
            boolean none = kind < SOLD_OUT || i == missing;
            units[i] = none ? 0 : 1 + skewed(random, 400);
        }
        return List.of(units);
    }

    private static <T> T one(SplittableRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Small numbers more often than large ones. */
    private static int skewed(SplittableRandom random, int bound) {
        double drawn = random.nextDouble();
        return (int) (bound * drawn * drawn);
    }
}
