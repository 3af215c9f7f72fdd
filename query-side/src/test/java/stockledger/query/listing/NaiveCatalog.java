package stockledger.query.listing;

import static stockledger.query.SampleEvents.received;

import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.eventhandling.GenericEventMessage;
import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.query.RunningQuerySide;

/** A random catalog, listed and counted by plain loops. */
final class NaiveCatalog implements AutoCloseable {

    /** Names with their normalized form. */
    private static final Map<String, String> NAMES = new TreeMap<>(Map.of(
            "Éclair", "eclair",
            "ECLAIR tin", "eclair tin",
            "Straße map", "strasse map",
            "ﬁne Mug", "fine mug",
            "Mug", "mug",
            "Mug 😀 big", "mug 😀 big",
            "Mug ！", "mug !",
            "Ångström lamp", "angstrom lamp",
            "Zettel", "zettel"));

    static {
        NAMES.put("Żółta łódź", "zolta lodz");
        NAMES.put("黄色い傘", "黄色い傘");
        NAMES.put("Schmuck\u00adkasten", "schmuckkasten");
    }

    private static final List<String> CATEGORIES = List.of(
            "home",
            "home/kitchen",
            "home/kitchen/mugs",
            "home/kitchen/Mugs",
            "home/kit",
            "garden",
            "gardening",
            "über");
    private static final List<String> BRANDS = List.of("Acme", "acme", "Bo\"x", "Ölz", "Line break");
    static final List<String> CURRENCIES = List.of("GBP", "JPY", "KWD");
    private static final List<String> DESCRIPTIONS = List.of("Shiny RED, for tea-time", "re: XL", "Für Œuvres");

    /** Every text with its normalized words. */
    static final Map<String, String> FOLDED = new HashMap<>(NAMES);

    static {
        // A word of a script without spaces is found from each of its syllables on.
        FOLDED.put("黄色い傘", "黄色い傘 色い傘 い傘 傘");
        FOLDED.put("Acme", "acme");
        FOLDED.put("acme", "acme");
        FOLDED.put("Bo\"x", "bo x");
        FOLDED.put("Ölz", "olz");
        FOLDED.put("Line break", "line break");
        FOLDED.put("Shiny RED, for tea-time", "shiny red for tea time teatime");
        FOLDED.put("re: XL", "re xl");
        FOLDED.put("Für Œuvres", "fur oeuvres");
    }

    private static final List<String> QUERIES = List.of(
            "ecl",
            "ÉCL tin",
            "mug",
            "STRASS",
            "fine m",
            "angstrom",
            "ölz",
            "a",
            "shin red",
            "re",
            "red",
            "xl",
            "time",
            "li",
            "brea acm",
            "œuv",
            "lódz ZOLT",
            "傘",
            "色い傘",
            "teatime",
            "schmuckk",
            "a m u g 2 3 4 5 6",
            "big 😀 mug",
            "nothing");

    private static final List<String> PRICES =
            List.of("0.00", "1.00", "9.99", "10.00", "10.0001", "25.00", "1000.00", "999999999999.9999");
    private static final Instant BEGINNING = Instant.parse("2026-11-01T00:00:00Z");

    private final Clock clockBefore = GenericEventMessage.clock;
    private final Random random;
    private final String prefix;
    private final Map<String, NaiveItem> items = new TreeMap<>();
    private final Set<String> streams = new HashSet<>();
    private int days;

    NaiveCatalog(Random random, String prefix) {
        this.random = random;
        this.prefix = prefix;
    }

    /** Random further events, all with the same time. */
    List<Object> next(int count) {
        Instant now = BEGINNING.plusSeconds(days++);
        GenericEventMessage.clock = Clock.fixed(now, ZoneOffset.UTC);
        List<Object> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object event = items.size() < 8 || random.nextInt(4) == 0
                    ? register()
                    : change(any(new ArrayList<>(items.values())));
            events.add(event);
        }
        for (Object event : events) {
            streams.add(
                    event instanceof ProductEvent product
                            ? product.sku().productStream()
                            : ((StockEvent) event).sku().stockStream());
        }
        return events;
    }

    private Object register() {
        NaiveItem item = new NaiveItem();
        item.sku = prefix + Integer.toString(random.nextInt(1_000_000), 36) + items.size();
        item.name = any(new ArrayList<>(NAMES.keySet()));
        item.brand = random.nextInt(5) == 0 ? null : any(BRANDS);
        item.category = random.nextInt(6) == 0 ? null : any(categories());
        reprice(item);
        item.description = random.nextInt(3) == 0 ? null : any(DESCRIPTIONS);
        touch(item);
        items.put(item.sku, item);
        return new ProductRegistered(
                new Sku(item.sku),
                item.name,
                item.description,
                spelled(item.brand),
                spelled(item.category),
                Map.of(),
                Money.of(item.price, item.currency),
                List.of());
    }

    private Money reprice(NaiveItem item) {
        item.price = any(PRICES);
        item.currency = any(CURRENCIES);
        return Money.of(item.price, item.currency);
    }

    /** A spelling of a brand or category that events of earlier versions may have. */
    private @Nullable String spelled(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (random.nextInt(5)) {
            case 0 -> text.replace("/", " / ") + " ";
            case 1 -> "\u00a0" + text.replace(" ", "\n") + "\u200b";
            case 2 -> Normalizer.normalize(text, Normalizer.Form.NFD);
            default -> text;
        };
    }

    private void touch(NaiveItem item) {
        item.updated = GenericEventMessage.clock.millis();
    }

    private Object change(NaiveItem item) {
        Sku sku = new Sku(item.sku);
        int kind = random.nextInt(10);
        if (kind < 3) {
            item.units += 5;
            return received(item.sku, "main", 5);
        } else if (kind == 3) {
            item.buffer = random.nextInt(12);
            return new StockPolicySet(sku, null, item.buffer, null, null);
        }
        touch(item);
        return switch (kind) {
            case 4 -> new ProductRenamed(sku, item.name = any(new ArrayList<>(NAMES.keySet())));
            case 5 -> new ProductRebranded(sku, spelled(item.brand = random.nextInt(4) == 0 ? null : any(BRANDS)));
            case 6 ->
                new ProductRecategorized(
                        sku, spelled(item.category = random.nextInt(4) == 0 ? null : any(categories())));
            case 7 -> new ProductRepriced(sku, reprice(item));
            case 8 -> new ProductDescribed(sku, item.description = random.nextInt(3) == 0 ? null : any(DESCRIPTIONS));
            default ->
                (item.discontinued = !item.discontinued) ? new ProductDiscontinued(sku) : new ProductReactivated(sku);
        };
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The categories of this catalog, which no other in the same shop has. */
    List<String> categories() {
        return CATEGORIES.stream().map(category -> prefix + category).toList();
    }

    boolean has(String sku) {
        return items.containsKey(sku);
    }

    /** The token of all events so far. */
    String token(RunningQuerySide querySide) {
        Map<String, Long> versions = new HashMap<>();
        streams.forEach(stream -> versions.put(stream, querySide.version(stream)));
        return new ConsistencyToken(versions).encoded();
    }

    /** A random query. */
    ListingQuery randomQuery(Random from) {
        ListingQuery query = new ListingQuery(
                SortOption.values()[from.nextInt(SortOption.values().length)],
                from.nextInt(2) == 0 ? null : categories().get(from.nextInt(CATEGORIES.size())),
                from.nextInt(3) > 0 ? null : BRANDS.get(from.nextInt(BRANDS.size())),
                from.nextInt(3) > 0 ? null : CURRENCIES.get(from.nextInt(CURRENCIES.size())),
                from.nextInt(3) > 0 ? null : List.of(0L, 100_000L, 100_001L).get(from.nextInt(3)),
                from.nextInt(3) > 0
                        ? null
                        : List.of(99_900L, 100_000L, 250_000L).get(from.nextInt(3)),
                from.nextInt(2) == 0 ? null : from.nextBoolean(),
                from.nextInt(3) > 0 ? SearchQuery.ALL : SearchQuery.of(QUERIES.get(from.nextInt(QUERIES.size()))),
                1 + from.nextInt(7),
                null);
        return query.needsCurrency()
                ? query.inOnlyOneOf(Set.of(CURRENCIES.get(from.nextInt(CURRENCIES.size()))))
                : query;
    }

    /** The SKUs of the whole list. */
    List<String> answer(ListingQuery query) {
        return items.values().stream()
                .filter(item -> matches(item, query))
                .sorted(comparator(query))
                .map(item -> item.sku)
                .toList();
    }

    private static boolean matches(NaiveItem item, ListingQuery query) {
        long price = item.amount().movePointRight(4).longValueExact();
        return (query.category() == null || item.isIn(query.category()))
                && item.isFoundBy(query.search(), FOLDED)
                && (query.brand() == null || query.brand().equals(item.brand))
                && (query.currency() == null || query.currency().equals(item.currency))
                && (query.minPrice() == null || price >= query.minPrice())
                && (query.maxPrice() == null || price <= query.maxPrice())
                && (query.inStock() == null || query.inStock() == item.inStock());
    }

    /** The expected facets. */
    FacetsAnswer facets(FacetsQuery query) {
        return NaiveFacets.of(items.values(), query);
    }

    private static Comparator<NaiveItem> comparator(ListingQuery query) {
        Comparator<NaiveItem> order = switch (query.sort()) {
            case NAME -> (one, other) -> byCodePoints(NAMES.get(one.name), NAMES.get(other.name));
            case UPDATED_DESCENDING -> Comparator.comparingLong(item -> item.updated);
            default -> Comparator.comparing(NaiveItem::amount);
        };
        Comparator<NaiveItem> whole = order.thenComparing(item -> item.sku);
        return query.sort().isDescending() ? whole.reversed() : whole;
    }

    static int byCodePoints(String one, String other) {
        int[] a = one.codePoints().toArray();
        int[] b = other.codePoints().toArray();
        return Arrays.compare(a, b);
    }

    @Override
    public void close() {
        GenericEventMessage.clock = clockBefore;
    }
}
