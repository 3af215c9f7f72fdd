package stockledger.query.cache;

import com.mongodb.MongoException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Responses in Redis, one region for each epoch of a projection. */
final class RedisCache {

    /** Channel of each {@link Invalidation}. */
    static final String INVALIDATIONS = "stockledger:changes";

    private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

    /** A key with a random value; it is missing after Redis was flushed. */
    private static final byte[] MARK = RedisGateway.ascii("stockledger:mark");

    /** A larger batch, as of a bulk job, is mostly of responses that no process has cached. */
    private static final long MAX_PUBLISHED_BYTES = 64 << 10;

    private static final RedisScript PUT = RedisScript.load(RedisCache.class, "put.lua");

    private final RedisGateway redis;
    private final CacheGenerationStore generation;
    private final CacheMeters meters;
    private final Duration ttl;

    RedisCache(RedisGateway redis, CacheGenerationStore generation, CacheMeters meters, Duration ttl) {
        this.redis = redis;
        this.generation = generation;
        this.meters = meters;
        this.ttl = ttl;
    }

    /**
     * The keys of a region under the generation that was known when it was opened. Readers open it before they load a
     * document, so an old response never lands on a key where a newer one is not written too.
     *
     * @param name such as {@code sku:pages:3}
     */
    record Region(String name, @Nullable CacheGeneration generation) {

        /** Whether MongoDB was reached before it was opened; if not, nothing is cached. */
        boolean isUsable() {
            return generation != null;
        }

        /**
         * The key of a response, the same in Redis and in every local cache: region, generation id and key, separated by
         * colons. The id ends in {@code +} and the number of failed writes if the slot of the key has any.
         */
        String keyOf(String key) {
            return name + ":" + (generation == null ? null : generation.idOf(name, key)) + ":" + key;
        }
    }

    Region open(String name) {
        return new Region(name, generation.current());
    }

    /** The responses of these keys that Redis has; none when it is unavailable. */
    Map<String, CachedResponse> get(Region region, List<String> keys) {
        if (!region.isUsable() || !redis.isAvailable()) {
            return Map.of();
        }
        byte[][] redisKeys = keys.stream().map(key -> redisKey(region, key)).toArray(byte[][]::new);
        Map<String, CachedResponse> found = new HashMap<>();
        try {
            List<KeyValue<byte[], byte[]>> values = redis.command(commands -> commands.mget(redisKeys));
            for (int i = 0; i < values.size(); i++) {
                byte[] value = values.get(i).getValueOrElse(null);
                CachedResponse response = value == null ? null : CachedResponse.decode(value);
                if (response != null) {
                    found.put(keys.get(i), response);
                }
            }
        } catch (RedisGateway.Unavailable | RedisGateway.Rejected e) {
            LOG.debug("responses are read from MongoDB: {}", e.getMessage());
        }
        return found;
    }

    /** The same under a generation that was read before. */
    Map<String, CachedResponse> get(CacheGeneration known, String region, List<String> keys) {
        return get(new Region(region, known), keys);
    }

    /**
     * Sends responses whose documents have just been saved.
     *
     * @param known generation that was read after the documents were saved
     * @param regions responses by region and key
     * @return waits until they are written; false when none is, and the generation says so; throws a MongoException
     *     when neither could be written
     */
    BooleanSupplier put(CacheGeneration known, Map<String, Map<String, CachedResponse>> regions) {
        List<RedisGateway.Call> calls = new ArrayList<>();
        boolean published = bytes(regions) <= MAX_PUBLISHED_BYTES;
        regions.forEach((name, responses) -> {
            Region region = new Region(name, known);
            responses.forEach((key, response) -> calls.add(put(region, key, response, published)));
        });
        RedisGateway.Sent sent = redis.start(PUT, calls);
        return () -> {
            AtomicInteger written = new AtomicInteger();
            try {
                sent.await(written::incrementAndGet);
                return true;
            } catch (RedisGateway.Unavailable | RedisGateway.Rejected e) {
                LOG.debug("responses were not written to Redis: {}", e.getMessage());
                invalidate(known, regions, written.get());
                return written.get() > 0;
            }
        };
    }

    /** Invalidates the slots of all responses but the first ones, which were written. */
    private void invalidate(CacheGeneration known, Map<String, Map<String, CachedResponse>> regions, int written) {
        int first = written;
        for (Map.Entry<String, Map<String, CachedResponse>> region : regions.entrySet()) {
            List<String> keys = List.copyOf(region.getValue().keySet());
            if (first < keys.size()) {
                generation.invalidateSlots(known, region.getKey(), keys.subList(first, keys.size()));
            }
            first = Math.max(0, first - keys.size());
        }
    }

    /**
     * Puts back a response that Redis has lost, loaded for a query; failures are ignored. It publishes an invalidation
     * as any write does: the next write may have the same body, and then publishes none.
     */
    void putBack(Region region, String key, CachedResponse response) {
        if (region.isUsable() && redis.isAvailable()) {
            redis.send(PUT, put(region, key, response, response.body().length <= MAX_PUBLISHED_BYTES));
        }
    }

    private static long bytes(Map<String, Map<String, CachedResponse>> regions) {
        return regions.values().stream()
                .flatMap(responses -> responses.values().stream())
                .mapToLong(response -> response.body().length)
                .sum();
    }

    private RedisGateway.Call put(Region region, String key, CachedResponse response, boolean published) {
        return new RedisGateway.Call(
                new byte[][] {redisKey(region, key)},
                RedisGateway.ascii(String.valueOf(response.revision())),
                response.encoded(),
                RedisGateway.ascii(String.valueOf(ttl.toSeconds())),
                RedisGateway.ascii(INVALIDATIONS),
                RedisGateway.ascii(published ? "1" : ""));
    }

    /**
     * Checks that Redis has neither restarted nor been emptied; if it has, all keys are invalidated.
     *
     * @param answered {@link #identity} of the Redis that answers
     */
    void verify(String answered) {
        try {
            String identity = answered;
            if (identity.isEmpty()) {
                redis.command(commands -> commands.setnx(
                        MARK, RedisGateway.ascii(UUID.randomUUID().toString())));
                identity = redis.command(RedisCache::identity);
            }
            if (!identity.isEmpty()) {
                generation.verifyRedis(identity);
            }
        } catch (RedisGateway.Unavailable | RedisGateway.Rejected e) {
            LOG.debug("cannot verify Redis: {}", e.getMessage());
        } catch (MongoException e) {
            LOG.debug("cannot read the cache generation: {}", e.getMessage());
        }
    }

    /**
     * Ids of the runs, and a mark that Redis has until it is emptied; empty without a mark. A replica that was promoted has
     * another id, and may lack writes that the server before it confirmed. Fails when a master of a cluster does not
     * answer.
     */
    static CompletionStage<String> identity(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return info(commands, "server")
                .thenCombine(
                        commands.get(MARK),
                        (servers, mark) -> mark == null
                                ? ""
                                : servers.stream()
                                                .map(server -> valueOf("run_id", server))
                                                .sorted()
                                                .collect(Collectors.joining("+"))
                                        + "/" + new String(mark, StandardCharsets.US_ASCII));
    }

    /** A section of INFO of each server that has keys: the masters of a cluster, or the only server. */
    private static CompletionStage<List<String>> info(
            RedisClusterAsyncCommands<byte[], byte[]> commands, String section) {
        if (!(commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster)) {
            return commands.info(section).thenApply(List::of);
        }
        List<CompletableFuture<String>> answers =
                List.of(cluster.nodes(node -> node.is(NodeFlag.UPSTREAM) && !node.hasNoSlots())
                        .commands()
                        .info(section)
                        .futures());
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    /** Counts the entries that Redis evicted. */
    void countEvictions() {
        try {
            meters.redisEvicted(redis.command(commands -> info(commands, "stats")).stream()
                    .mapToLong(stats -> Long.parseLong(valueOf("evicted_keys", stats)))
                    .sum());
        } catch (RedisGateway.Unavailable | RedisGateway.Rejected e) {
            LOG.debug("evicted entries are not counted: {}", e.getMessage());
        }
    }

    /** A line of INFO, such as {@code evicted_keys:0}. */
    private static String valueOf(String name, String info) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("0");
    }

    private static byte[] redisKey(Region region, String key) {
        return RedisGateway.ascii(region.keyOf(key));
    }
}
