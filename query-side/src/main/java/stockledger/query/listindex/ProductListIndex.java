package stockledger.query.listindex;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.CacheMeters;
import stockledger.query.cache.RedisGateway;
import stockledger.query.cache.RedisScript;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists of products in Redis, kept in every order, with their counts.
 *
 * <h2>How it works</h2>
 *
 * <ul>
 *   <li>A list is complete or not used: then MongoDB is read, which returns the same items in the same order.
 *   <li>Writers save the document, read the generation, then write the product; of two writes the one of the newer revision
 *       is kept.
 *   <li>A part is complete once a rebuild has deleted it, read every document after that, and declared it complete. A
 *       document saved before is read by the rebuild; one saved later is written to the index by its writer, under the
 *       same generation.
 *   <li>A write that Redis did not confirm is recorded in the generation; the region's lists are not used until it is
 *       replayed.
 *   <li>Redis evicts whole keys: each query checks the markers of all keys that it reads.
 * </ul>
 */
public final class ProductListIndex {

    /** A script blocks Redis: this many products take about a millisecond. */
    static final int BATCH_SIZE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ProductListIndex.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] NONE = {};
    private static final byte[] AFTER_ALL = {(byte) 0xff};
    private static final Long COMPLETE = 1L;

    private final RedisGateway redis;
    private final CacheGenerationStore generation;
    private final CacheMeters meters;
    private final Duration ttl;
    private final int maxScanned;

    ProductListIndex(
            RedisGateway redis, CacheGenerationStore generation, CacheMeters meters, Duration ttl, int maxScanned) {
        this.redis = redis;
        this.generation = generation;
        this.meters = meters;
        this.ttl = ttl;
        this.maxScanned = maxScanned;
    }

    /**
     * Which events of a product its entry reflects.
     *
     * @param productVersion last folded event of the product's stream; -1 for none
     * @param stockVersion last folded event of the stock's stream; -1 for none
     */
    public record FoldedVersions(long productVersion, long stockVersion) {}

    /**
     * The counts of a list.
     *
     * @param total products in the list
     * @param facets each requested facet with the number of its products
     */
    public record Counts(long total, Map<String, Long> facets) {}

    /**
     * Sends products whose documents have just been saved.
     *
     * @param known generation that was read after the documents were saved
     * @return waits until they are written; false when they are not, and the generation says so; throws a
     *     MongoException when neither could be written
     */
    public BooleanSupplier put(CacheGeneration known, String region, List<ListEntry> products) {
        Runnable sent = send(known, region, products);
        return () -> {
            try {
                sent.run();
                return true;
            } catch (RedisGateway.Unavailable e) {
                generation.recordMissedWrite(
                        known, region, products.stream().map(ListEntry::key).toList());
                return false;
            }
        };
    }

    /** Writes products that were read after this generation. */
    void write(CacheGeneration known, String region, List<ListEntry> products) {
        send(known, region, products).run();
    }

    private Runnable send(CacheGeneration known, String region, List<ListEntry> products) {
        int parts = ListIndexKeys.parts(known.listId());
        List<Runnable> sent = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            sent.add(send(ListIndexKeys.of(region, known.listId(), part), parts, products));
        }
        return () -> sent.forEach(Runnable::run);
    }

    /** Writes the products of one part; if Redis rejects them, the part is deleted. */
    void write(ListIndexKeys keys, int parts, List<ListEntry> products) {
        send(keys, parts, products).run();
    }

    private Runnable send(ListIndexKeys keys, int parts, List<ListEntry> products) {
        List<ListEntry> ofPart = products.stream()
                .filter(one -> ListIndexKeys.partOf(one.key(), parts) == keys.part())
                .toList();
        List<RedisGateway.Call> calls = new ArrayList<>();
        for (int from = 0; from < ofPart.size(); from += BATCH_SIZE) {
            List<ListEntry> batch = ofPart.subList(from, Math.min(ofPart.size(), from + BATCH_SIZE));
            calls.add(new RedisGateway.Call(keys.data(), putArguments(batch)));
        }
        RedisGateway.Sent sent = redis.start(ListIndexScripts.PUT, calls);
        return () -> {
            try {
                sent.await(() -> {});
            } catch (RedisGateway.Rejected e) {
                LOG.warn("Redis rejects list writes; lists are read from MongoDB: {}", e.getMessage());
                delete(keys);
            }
        };
    }

    private void delete(ListIndexKeys keys) {
        try {
            redis.execute(ListIndexScripts.DELETE, keys.data());
        } catch (RedisGateway.Rejected e) {
            LOG.warn("Redis also rejects deletes; a new generation of lists is started: {}", e.getMessage());
            generation.renewLists(generation.read());
        }
    }

    /** Reads a page; null when the index is incomplete or Redis is unavailable. */
    public @Nullable List<Row> query(String region, RangeQuery query) {
        byte[][] arguments = queryArguments(query);
        List<List<Object>> results = execute(region, ListIndexScripts.QUERY, query.order(), part -> arguments);
        meters.listLookup(results != null);
        if (results == null) {
            return null;
        }
        List<Row> rows = new ArrayList<>(query.limit());
        for (List<Object> part : results) {
            for (int i = 1; i < part.size(); i += 2) {
                rows.add(new Row((byte[]) part.get(i), (byte[]) part.get(i + 1)));
            }
        }
        if (results.size() > 1) {
            rows.sort(query.descending() ? (one, other) -> Row.byPosition(other, one) : Row::byPosition);
        }
        return rows.size() > query.limit() ? List.copyOf(rows.subList(0, query.limit())) : rows;
    }

    /**
     * A product as the lists have it.
     *
     * @param placement as JSON; empty for a product that is in no list
     * @param body its item in a page, as JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    public record StoredEntry(FoldedVersions versions, byte[] placement, byte[] body) {}

    /** These products as the lists have them; null when the index is incomplete or Redis is unavailable. */
    public @Nullable Map<String, StoredEntry> stored(CacheGeneration known, String region, Collection<String> keys) {
        Map<Integer, List<String>> byPart = byPart(keys, known);
        List<List<Object>> results = execute(known, region, ListIndexScripts.STORED, byPart);
        if (results == null) {
            return null;
        }
        Map<String, StoredEntry> found = new LinkedHashMap<>();
        byPart.forEach((part, ofPart) -> {
            for (int i = 0; i < ofPart.size(); i++) {
                byte[] item = (byte[]) results.get(part).get(2 * i + 2);
                if (item.length > 0) {
                    found.put(
                            ofPart.get(i),
                            StoredItem.of((byte[]) results.get(part).get(2 * i + 1), item));
                }
            }
        });
        return found;
    }

    private static Map<Integer, List<String>> byPart(Collection<String> keys, CacheGeneration known) {
        int parts = ListIndexKeys.parts(known.listId());
        Map<Integer, List<String>> byPart = new TreeMap<>();
        keys.forEach(key -> byPart.computeIfAbsent(ListIndexKeys.partOf(key, parts), part -> new ArrayList<>())
                .add(key));
        return byPart;
    }

    /** The entry of a product as the lists have it; null when it cannot be read. */
    public @Nullable StoredListEntry entry(String region, String key) {
        return entries(region, List.of(key)).get(key);
    }

    /**
     * The entries of products as the lists have them, {@link StoredListEntry#NONE} where they have none; without those that
     * cannot be read.
     *
     * @param region such as {@code sku:lists:3}
     * @param keys few: a script blocks Redis
     */
    public Map<String, StoredListEntry> entries(String region, Collection<String> keys) {
        CacheGeneration known = generation.current();
        if (known == null || known.hasMissedWrites(region) || !redis.isAvailable()) {
            return Map.of();
        }
        Map<Integer, List<String>> byPart = byPart(keys, known);
        List<RedisGateway.Call> calls = new ArrayList<>();
        byPart.forEach((part, ofPart) -> calls.add(new RedisGateway.Call(
                ListIndexKeys.of(region, known.listId(), part).data(),
                ofPart.stream().map(ProductListIndex::utf8).toArray(byte[][]::new))));
        try {
            Map<String, StoredListEntry> entries = new HashMap<>();
            Iterator<List<Object>> results =
                    redis.query(ListIndexScripts.ENTRIES, calls).iterator();
            byPart.values().forEach(ofPart -> StoredListEntry.addAll(ofPart, results.next(), entries));
            return entries;
        } catch (RedisGateway.Rejected | RedisGateway.Unavailable e) {
            LOG.debug("the entries of products cannot be read: {}", e.getMessage());
            return Map.of();
        }
    }

    /** Which events of these products the lists reflect; null when the index is incomplete or Redis is unavailable. */
    public @Nullable Map<String, FoldedVersions> versions(String region, Collection<String> keys) {
        CacheGeneration known = generation.current();
        if (known == null) {
            return null;
        }
        Map<Integer, List<String>> byPart = byPart(keys, known);
        List<List<Object>> results = execute(known, region, ListIndexScripts.VERSIONS, byPart);
        if (results == null) {
            return null;
        }
        Map<String, FoldedVersions> versions = new LinkedHashMap<>();
        byPart.forEach((part, ofPart) -> {
            for (int i = 0; i < ofPart.size(); i++) {
                String[] pair = text(results.get(part).get(i + 1)).split(" ", -1);
                versions.put(ofPart.get(i), new FoldedVersions(Long.parseLong(pair[0]), Long.parseLong(pair[1])));
            }
        });
        return versions;
    }

    /**
     * Counts a list; null when the index is incomplete or Redis is unavailable.
     *
     * @param limits by kind of facet, the number of facets to return, those with most products first; may be exceeded
     */
    public @Nullable Counts count(String region, String list, Map<Character, Integer> limits) {
        CacheGeneration known = generation.current();
        // The largest facets of a list need not be the largest of each part: with several parts all facets are read.
        boolean onePart = known != null && ListIndexKeys.parts(known.listId()) == 1;
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(utf8(list));
        limits.forEach((kind, limit) -> {
            arguments.add(utf8(String.valueOf(kind)));
            arguments.add(utf8(String.valueOf(onePart ? limit : Integer.MAX_VALUE)));
        });
        byte[][] sent = arguments.toArray(byte[][]::new);
        List<List<Object>> results = execute(region, ListIndexScripts.COUNT, ListEntry.SortOrder.NAME, part -> sent);
        if (results == null) {
            return null;
        }
        long total = 0;
        Map<String, Long> facets = new LinkedHashMap<>();
        for (List<Object> part : results) {
            total += (Long) part.get(1);
            for (int i = 2; i < part.size(); i += 2) {
                facets.merge(text(part.get(i)), (Long) part.get(i + 1), Long::sum);
            }
        }
        return new Counts(total, facets);
    }

    /** The result of every part; null when one of them is not complete or cannot be read. */
    private @Nullable List<List<Object>> execute(
            String region, RedisScript script, ListEntry.SortOrder order, IntFunction<byte[][]> arguments) {
        CacheGeneration known = generation.current();
        return known == null ? null : execute(known, region, script, order, arguments);
    }

    /** The result of every part about its products; the script of a part without any is asked about one that does not exist. */
    private @Nullable List<List<Object>> execute(
            CacheGeneration known, String region, RedisScript script, Map<Integer, List<String>> byPart) {
        return execute(
                known,
                region,
                script,
                ListEntry.SortOrder.NAME,
                part -> byPart.getOrDefault(part, List.of("")).stream()
                        .map(ProductListIndex::utf8)
                        .toArray(byte[][]::new));
    }

    private @Nullable List<List<Object>> execute(
            CacheGeneration known,
            String region,
            RedisScript script,
            ListEntry.SortOrder order,
            IntFunction<byte[][]> arguments) {
        if (known.hasMissedWrites(region) || !redis.isAvailable()) {
            return null;
        }
        int parts = ListIndexKeys.parts(known.listId());
        List<RedisGateway.Call> calls = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            calls.add(new RedisGateway.Call(
                    ListIndexKeys.of(region, known.listId(), part).read(order), arguments.apply(part)));
        }
        try {
            List<List<Object>> results = redis.query(script, calls);
            return results.stream().allMatch(part -> part.get(0).equals(COMPLETE)) ? results : null;
        } catch (RedisGateway.Rejected e) {
            LOG.warn("Redis cannot read lists: {}", e.getMessage());
            return null;
        } catch (RedisGateway.Unavailable e) {
            LOG.debug("lists are read from MongoDB: {}", e.getMessage());
            return null;
        }
    }

    private byte[][] queryArguments(RangeQuery query) {
        List<byte[]> arguments = new ArrayList<>();
        byte[] from = utf8(query.from());
        byte[] until = query.until().isEmpty() ? AFTER_ALL : utf8(query.until());
        byte[] after = query.after() == null ? NONE : utf8(query.after());
        boolean continued = query.after() != null;
        boolean fromAfter = continued && !query.descending() && Row.compare(after, from) > 0;
        boolean untilAfter = continued && query.descending() && Row.compare(after, until) < 0;
        arguments.add(utf8(query.descending() ? "desc" : "asc"));
        arguments.add(utf8(query.stock() == null ? "+-" : query.stock() == ListEntry.StockState.IN_STOCK ? "+" : "-"));
        arguments.add(utf8(fromAfter ? "(" : "["));
        arguments.add(fromAfter ? after : from);
        arguments.add(utf8("("));
        arguments.add(untilAfter ? after : until);
        arguments.add(utf8(String.valueOf(query.limit())));
        arguments.add(utf8(String.valueOf(maxScanned)));
        arguments.add(query.filtersByPrice() && query.minPrice() != null ? utf8(query.minPrice()) : NONE);
        arguments.add(query.filtersByPrice() && query.maxPrice() != null ? utf8(query.maxPrice()) : NONE);
        for (String list : query.lists()) {
            arguments.add(utf8(list));
            arguments.add(JSON.writeValueAsBytes(list));
        }
        return arguments.toArray(byte[][]::new);
    }

    private byte[][] putArguments(List<ListEntry> products) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(utf8(String.valueOf(ttl.toSeconds())));
        for (ListEntry one : products) {
            arguments.add(utf8(one.key()));
            arguments.add(utf8(String.valueOf(one.revision())));
            arguments.add(one.placement() == null ? NONE : JSON.writeValueAsBytes(one.placement()));
            arguments.add(one.item());
        }
        return arguments.toArray(byte[][]::new);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object result) {
        return new String((byte[]) result, StandardCharsets.UTF_8);
    }
}
