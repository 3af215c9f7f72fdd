package stockledger.query.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists kept in Redis in every order, one place for each product in each of them.
 *
 * <p>How it works. Whoever folds puts a product after its document was written; of two puts the newer document's stays. The
 * keys bear the generation, so what Redis may have lost is not asked for; nor is what is owed a product that Redis did not
 * take, nor what was not declared full by a {@link ListIndexRebuilder}, which reads every document once the keys were wiped; and
 * each question looks whether the keys that it reads are still the ones that were marked then. So a list from here is
 * whole, or there is none and MongoDB is asked.
 */
public final class ProductListIndex {

    private static final Logger LOG = LoggerFactory.getLogger(ProductListIndex.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] NOTHING = {};
    private static final byte[] UP = text("up");
    private static final byte[] DOWN = text("down");
    private static final byte[] BEYOND = {(byte) 0xff};
    private static final Long COMPLETE = 1L;

    private final RedisScripts scripts;
    private final RedisCache shelf;
    private final CacheGenerationStore generation;
    private final CacheMeters meters;
    private final CacheSettings cache;
    private final ListIndexSettings settings;

    ProductListIndex(
            RedisScripts scripts,
            RedisCache shelf,
            CacheGenerationStore generation,
            CacheMeters meters,
            CacheSettings cache,
            ListIndexSettings settings) {
        this.scripts = scripts;
        this.shelf = shelf;
        this.generation = generation;
        this.meters = meters;
        this.cache = cache;
        this.settings = settings;
    }

    /**
     * How far a product is folded in.
     *
     * @param productVersion last event folded of the product's stream; -1 for none
     * @param stockVersion last event folded of the stock's stream; -1 for none
     */
    public record Seen(long productVersion, long stockVersion) {}

    /**
     * What an aisle counts.
     *
     * @param all how many products stand in it
     * @param marks each mark that was asked for, with how many bear it
     */
    public record Counts(long all, Map<String, Long> marks) {}

    /**
     * Puts products into their aisles whose documents have just been written.
     *
     * @throws com.mongodb.MongoException when neither Redis nor the generation could be written
     */
    public void put(String name, List<ListEntry> products) {
        if (products.isEmpty()) {
            return;
        }
        CacheGeneration belief = generation.read();
        if (shelf.isLeftAlone()) {
            generation.owe(belief, name, keysOf(products));
            return;
        }
        try {
            putUnder(belief, name, products);
        } catch (RedisScripts.Away e) {
            shelf.failed(e);
            generation.owe(belief, name, keysOf(products));
        }
    }

    private static List<String> keysOf(List<ListEntry> products) {
        return products.stream().map(ListEntry::key).toList();
    }

    /** Puts products that were read after this was believed, or whose keys are owed under it. */
    void putUnder(CacheGeneration belief, String name, List<ListEntry> products) {
        int parts = ListIndexKeys.parts(belief.aisles());
        for (int part = 0; part < parts; part++) {
            put(ListIndexKeys.of(name, belief.aisles(), part), parts, products);
        }
    }

    /** Puts those of the products that belong to one part; if Redis takes them not, the whole part is given up. */
    void put(ListIndexKeys keys, int parts, List<ListEntry> products) {
        List<ListEntry> theirs = products.stream()
                .filter(one -> ListIndexKeys.partOf(one.key(), parts) == keys.number())
                .toList();
        List<RedisScripts.Call> calls = new ArrayList<>();
        for (int from = 0; from < theirs.size(); from += settings.together()) {
            List<ListEntry> chunk = theirs.subList(from, Math.min(theirs.size(), from + settings.together()));
            calls.add(new RedisScripts.Call(keys.changed(), arguments(chunk)));
        }
        try {
            scripts.tell(ListIndexScripts.PUT, calls);
        } catch (RedisScripts.Refusing e) {
            LOG.warn("Redis cannot keep lists, which come from MongoDB until it can: {}", e.getMessage());
            forget(keys);
        }
    }

    private void forget(ListIndexKeys keys) {
        try {
            scripts.tell(ListIndexScripts.FORGET, keys.changed());
        } catch (RedisScripts.Refusing e) {
            LOG.warn("nor can it forget them: {}", e.getMessage());
            generation.renewAisles(generation.read());
        }
    }

    /** Items along a way; null when they cannot be had here. */
    public @Nullable List<Row> walk(String name, RangeQuery walk) {
        byte[][] arguments = arguments(walk);
        List<List<Object>> told = ask(name, ListIndexScripts.WALK, walk.ranking(), part -> arguments);
        if (told == null) {
            meters.redis.misses.increment();
            return null;
        }
        meters.redis.hits.increment();
        List<Row> rows = new ArrayList<>(walk.most());
        for (List<Object> part : told) {
            for (int i = 1; i < part.size(); i += 2) {
                rows.add(new Row((byte[]) part.get(i), (byte[]) part.get(i + 1)));
            }
        }
        if (told.size() > 1) {
            rows.sort(walk.falling() ? (one, other) -> Row.byPlace(other, one) : Row::byPlace);
        }
        return rows.size() > walk.most() ? List.copyOf(rows.subList(0, walk.most())) : rows;
    }

    /** How far these keys are folded in; null when that cannot be told here. */
    public @Nullable Map<String, Seen> seen(String name, Collection<String> keys) {
        CacheGeneration belief = generation.known();
        if (belief == null) {
            return null;
        }
        int parts = ListIndexKeys.parts(belief.aisles());
        Map<Integer, List<String>> byPart = new TreeMap<>();
        keys.forEach(key -> byPart.computeIfAbsent(ListIndexKeys.partOf(key, parts), part -> new ArrayList<>())
                .add(key));
        List<List<Object>> told = ask(
                name,
                ListIndexScripts.SEEN,
                ListEntry.SortOrder.NAME,
                part -> byPart.getOrDefault(part, List.of("")).stream()
                        .map(ProductListIndex::text)
                        .toArray(byte[][]::new));
        if (told == null || told.size() != parts) {
            return null;
        }
        Map<String, Seen> seen = new LinkedHashMap<>();
        byPart.forEach((part, theirs) -> {
            for (int i = 0; i < theirs.size(); i++) {
                String[] versions = text(told.get(part).get(i + 1)).split(" ", -1);
                seen.put(theirs.get(i), new Seen(Long.parseLong(versions[0]), Long.parseLong(versions[1])));
            }
        });
        return seen;
    }

    /**
     * What an aisle counts; null when that cannot be told here.
     *
     * @param most for each kind of mark how many are wanted, those first that most products bear; there may be more
     */
    public @Nullable Counts count(String name, String aisle, Map<Character, Integer> most) {
        CacheGeneration belief = generation.known();
        // What most products bear may be rare in each part: so all are asked for, and who asks takes the first.
        boolean whole = belief != null && ListIndexKeys.parts(belief.aisles()) == 1;
        List<byte[]> said = new ArrayList<>();
        said.add(text(aisle));
        most.forEach((kind, limit) -> {
            said.add(text(String.valueOf(kind)));
            said.add(text(String.valueOf(whole ? limit : Integer.MAX_VALUE)));
        });
        byte[][] arguments = said.toArray(byte[][]::new);
        List<List<Object>> told = ask(name, ListIndexScripts.COUNT, ListEntry.SortOrder.NAME, part -> arguments);
        if (told == null) {
            return null;
        }
        long all = 0;
        Map<String, Long> marks = new LinkedHashMap<>();
        for (List<Object> part : told) {
            all += (Long) part.get(1);
            for (int i = 2; i < part.size(); i += 2) {
                marks.merge(text(part.get(i)), (Long) part.get(i + 1), Long::sum);
            }
        }
        return new Counts(all, marks);
    }

    /** What every part says after a first 1; null when one of them is not complete, or cannot be asked. */
    private @Nullable List<List<Object>> ask(
            String name, RedisScript script, ListEntry.SortOrder ranking, IntFunction<byte[][]> arguments) {
        CacheGeneration belief = generation.known();
        if (belief == null || belief.owes(name) || shelf.isLeftAlone()) {
            return null;
        }
        int parts = ListIndexKeys.parts(belief.aisles());
        List<RedisScripts.Call> calls = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            calls.add(new RedisScripts.Call(
                    ListIndexKeys.of(name, belief.aisles(), part).read(ranking), arguments.apply(part)));
        }
        try {
            List<List<Object>> told = scripts.ask(script, calls);
            return told.stream().allMatch(part -> part.get(0).equals(COMPLETE)) ? told : null;
        } catch (RedisScripts.Refusing e) {
            LOG.warn("Redis cannot read lists: {}", e.getMessage());
            return null;
        } catch (RedisScripts.Away e) {
            shelf.failed(e);
            return null;
        }
    }

    private byte[][] arguments(RangeQuery walk) {
        List<byte[]> said = new ArrayList<>();
        byte[] from = text(walk.from());
        byte[] until = walk.until().isEmpty() ? BEYOND : text(walk.until());
        byte[] after = walk.after() == null ? NOTHING : text(walk.after());
        boolean begun = walk.after() != null;
        boolean low = begun && !walk.falling() && Row.compare(after, from) > 0;
        boolean high = begun && walk.falling() && Row.compare(after, until) < 0;
        said.add(walk.falling() ? DOWN : UP);
        said.add(text(walk.side() == null ? "+-" : walk.side() == ListEntry.Side.FRONT ? "+" : "-"));
        said.add(text(low ? "(" : "["));
        said.add(low ? after : from);
        said.add(text("("));
        said.add(high ? after : until);
        said.add(text(String.valueOf(walk.most())));
        said.add(text(String.valueOf(settings.mostWalked())));
        said.add(walk.isPicked() && walk.least() != null ? text(walk.least()) : NOTHING);
        said.add(walk.isPicked() && walk.greatest() != null ? text(walk.greatest()) : NOTHING);
        for (String aisle : walk.aisles()) {
            said.add(text(aisle));
            said.add(JSON.writeValueAsBytes(aisle));
        }
        return said.toArray(byte[][]::new);
    }

    private byte[][] arguments(List<ListEntry> products) {
        List<byte[]> said = new ArrayList<>();
        said.add(text(String.valueOf(cache.keepSeconds())));
        for (ListEntry one : products) {
            said.add(text(one.key()));
            said.add(text(String.valueOf(one.revision())));
            said.add(one.stand() == null ? NOTHING : JSON.writeValueAsBytes(one.stand()));
            said.add(one.item());
        }
        return said.toArray(byte[][]::new);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object told) {
        return new String((byte[]) told, StandardCharsets.UTF_8);
    }
}
