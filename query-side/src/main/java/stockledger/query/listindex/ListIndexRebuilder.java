package stockledger.query.listindex;

import com.mongodb.MongoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.RedisGateway;

/**
 * Rebuilds parts of lists that are not complete, unless another process does. The generation is read before a part is
 * deleted, and the part is deleted before the first document is read.
 */
final class ListIndexRebuilder {

    private static final Logger LOG = LoggerFactory.getLogger(ListIndexRebuilder.class);

    /** Lease of a rebuild, extended after each batch: far above the time of a batch, and short enough after a crash. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    /** Pauses double while lists are lost repeatedly, since Redis is too small or too slow for them. */
    private static final Duration MIN_PAUSE = Duration.ofMillis(250);

    static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    /** Lists that were complete for so long are rebuilt at once. */
    private static final long STABLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ProductListIndex index;
    private final RedisGateway redis;
    private final CacheGenerationStore generation;
    private final List<ListSource> sources;
    private final Duration ttl;
    private final Duration maxPause;
    private final BooleanSupplier running;
    private final Map<String, Pause> pauses = new HashMap<>();

    /**
     * A rebuilder.
     *
     * @param ttl of the keys
     * @param maxPause longest pause between two rebuilds of a region
     * @param running false once this process stops
     */
    ListIndexRebuilder(
            ProductListIndex index,
            RedisGateway redis,
            CacheGenerationStore generation,
            List<ListSource> sources,
            Duration ttl,
            Duration maxPause,
            BooleanSupplier running) {
        this.index = index;
        this.redis = redis;
        this.generation = generation;
        this.sources = sources;
        this.ttl = ttl;
        this.maxPause = maxPause;
        this.running = running;
    }

    /** When a region may be rebuilt again after its last rebuild. */
    private record Pause(long endedAt, Duration length) {
        boolean hasElapsed() {
            return System.nanoTime() - endedAt >= length.toNanos();
        }

        Pause next(Duration max) {
            boolean stable = System.nanoTime() - endedAt > STABLE_NANOS;
            Duration doubled = length.multipliedBy(2);
            return new Pause(System.nanoTime(), stable ? MIN_PAUSE : doubled.compareTo(max) < 0 ? doubled : max);
        }
    }

    /** Rebuilds all incomplete parts. */
    void rebuild() {
        try {
            CacheGeneration known = generation.current();
            if (known == null || !redis.isAvailable()) {
                return;
            }
            for (ListSource source : sources) {
                for (String region : source.regions()) {
                    rebuild(source, region, known.listId());
                }
            }
        } catch (RedisGateway.Unavailable e) {
            LOG.debug("lists are not rebuilt yet: {}", e.getMessage());
        } catch (MongoException | Superseded | RedisGateway.Rejected e) {
            LOG.info("lists are not all in Redis yet: {}", e.getMessage());
        }
    }

    private void rebuild(ListSource source, String region, String listId) {
        int parts = ListIndexKeys.parts(listId);
        List<ListIndexKeys> incomplete = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            ListIndexKeys keys = ListIndexKeys.of(region, listId, part);
            if (redis.execute(ListIndexScripts.CHECK, keys.data(), ListIndexKeys.ascii(ttl.toSeconds())) == 0) {
                incomplete.add(keys);
            }
        }
        Pause pause = pauses.getOrDefault(region, new Pause(System.nanoTime() - STABLE_NANOS - 1, Duration.ZERO));
        if (incomplete.isEmpty()
                || !pause.hasElapsed()
                || !listId.equals(generation.read().listId())) {
            return;
        }
        try {
            rebuild(source, region, listId, incomplete);
        } finally {
            pauses.put(region, pause.next(maxPause));
        }
    }

    private void rebuild(ListSource source, String region, String listId, List<ListIndexKeys> incomplete) {
        byte[] id = ListIndexKeys.ascii(UUID.randomUUID());
        byte[] lease = ListIndexKeys.ascii(LEASE.toMillis());
        byte[] seconds = ListIndexKeys.ascii(ttl.toSeconds());
        List<ListIndexKeys> locked = incomplete.stream()
                .filter(keys -> redis.execute(ListIndexScripts.BEGIN, keys.all(), id, lease, seconds) == 1)
                .toList();
        if (locked.isEmpty()) {
            return;
        }
        int parts = ListIndexKeys.parts(listId);
        AtomicLong products = new AtomicLong();
        try {
            source.forEachBatch(region, batch -> {
                if (!running.getAsBoolean() || !isCurrent(listId)) {
                    throw new Superseded();
                }
                for (ListIndexKeys keys : locked) {
                    index.write(keys, parts, batch);
                    if (redis.execute(ListIndexScripts.EXTEND, keys.all(), id, lease) == 0) {
                        throw new Superseded();
                    }
                }
                products.addAndGet(batch.size());
            });
            long complete = locked.stream()
                    .filter(keys -> redis.execute(ListIndexScripts.FINISH, keys.all(), id) == 1)
                    .count();
            LOG.info("{}: lists of {} products are in Redis, {} of {} parts", region, products, complete, parts);
        } finally {
            release(locked, id);
        }
    }

    private boolean isCurrent(String listId) {
        CacheGeneration known = generation.current();
        return known != null && listId.equals(known.listId());
    }

    /** The next rebuild need not wait for the end of the lease. */
    private void release(List<ListIndexKeys> locked, byte[] id) {
        if (redis.isAvailable()) {
            locked.forEach(keys -> redis.execute(ListIndexScripts.RELEASE, keys.all(), id));
        }
    }

    /** The result of this rebuild would not be used. */
    private static final class Superseded extends RuntimeException {
        Superseded() {
            super("another rebuild has begun, Redis is too small, or this process stops", null, false, false);
        }
    }
}
