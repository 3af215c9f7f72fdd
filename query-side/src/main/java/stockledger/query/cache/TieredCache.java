package stockledger.query.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Responses cached in this process, then in Redis, then rendered from documents in MongoDB.
 *
 * <h2>How it works</h2>
 *
 * <ul>
 *   <li>Writers read the generation after saving, readers before loading: a stale value lands on a retired key or is
 *       overwritten, since of two responses the one of the newer revision is kept.
 *   <li>A write that Redis did not confirm invalidates its slot of the generation: 1/1024 of the region's keys are retired.
 *       A Redis that restarted or was emptied starts a new generation, since it may have lost writes.
 *   <li>A local entry is served without querying Redis while heartbeats prove that invalidations arrive, else until it is as
 *       old as the bound on staleness. When the subscription is lost, all local entries are removed.
 *   <li>An invalidation contains the new response, unless many were written at once. It replaces a cached entry; a process
 *       that has not cached it ignores it.
 *   <li>Of concurrent misses one loads and the others wait. An invalidation replaces or removes a load in progress, so that
 *       data read before it is not cached.
 *   <li>Redis may fail, freeze or lose its data: MongoDB is read instead, and no error reaches the caller.
 * </ul>
 */
public final class TieredCache {

    private final LocalCache local;
    private final RedisCache redis;
    private final CacheMeters meters;
    private final long gzipFrom;

    TieredCache(LocalCache local, RedisCache redis, CacheMeters meters, CacheSettings settings) {
        this.local = local;
        this.redis = redis;
        this.meters = meters;
        this.gzipFrom = settings.gzipFrom().toBytes();
    }

    /** Renders responses from documents, for the keys that have one. */
    @FunctionalInterface
    public interface Loader {
        Map<String, CachedResponse> load(List<String> keys);
    }

    /**
     * The response of one key; null when the loader has none.
     *
     * @param name of the region, such as {@code sku:pages:3}
     */
    public @Nullable CachedResponse find(String name, String key, FreshnessRequirement required, Loader loader) {
        return find(name, List.of(key), required, loader).get(key);
    }

    /** The responses of these keys that exist. */
    public Map<String, CachedResponse> find(
            String name, Collection<String> keys, FreshnessRequirement required, Loader loader) {
        RedisCache.Region region = redis.open(name);
        if (!region.isUsable()) {
            return loader.load(List.copyOf(keys));
        }
        Map<String, CachedResponse> found = new HashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (String key : keys) {
            String redisKey = region.keyOf(key);
            LocalCache.Entry entry = local.get(redisKey);
            if (entry == null || !required.isMetBy(key, entry.response())) {
                missing.put(redisKey, key);
            } else if (entry.response() != null) {
                found.put(key, entry.response());
            }
        }
        meters.process.hits.increment(keys.size() - missing.size());
        if (!missing.isEmpty()) {
            meters.process.misses.increment(missing.size());
            load(region, missing, required, loader, found);
        }
        return found;
    }

    /** The response of one key if the local cache has it; null when it would have to be loaded. */
    public @Nullable CachedResponse findLocal(String name, String key) {
        RedisCache.Region region = redis.open(name);
        LocalCache.Entry entry = region.isUsable() ? local.get(region.keyOf(key)) : null;
        if (entry == null || entry.response() == null) {
            return null;
        }
        meters.process.hits.increment();
        return entry.response();
    }

    /** The responses of these keys that Redis has, whatever the local cache has; none while it is unavailable. */
    public Map<String, CachedResponse> findInRedis(String name, Collection<String> keys) {
        return redis.get(redis.open(name), List.copyOf(keys));
    }

    /** Whether a response is large enough to be compressed for callers who accept gzip. */
    public boolean isCompressible(CachedResponse response) {
        return response.body().length >= gzipFrom;
    }

    /** A response of this region compressed with gzip, and cached so; null when it is smaller than {@code gzip-from}. */
    public byte @Nullable [] gzip(String name, String key, CachedResponse response) {
        if (!isCompressible(response)) {
            return null;
        }
        if (response.gzip().compress()) {
            meters.gzipped.increment();
            local.reweigh(redis.open(name).keyOf(key), response);
        }
        return response.gzip().bytes();
    }

    /** The responses that Redis has now, which other processes may have written. */
    public Map<String, CachedResponse> inRedis(CacheGeneration known, String region, List<String> keys) {
        return redis.get(known, region, keys);
    }

    /**
     * Sends responses to Redis whose documents have just been saved, all in one round trip.
     *
     * @param known generation that was read after the documents were saved
     * @param regions responses by region and key
     * @return waits until they are written; false when none is, and the generation says so; throws a MongoException
     *     when neither could be written
     */
    public BooleanSupplier put(CacheGeneration known, Map<String, Map<String, CachedResponse>> regions) {
        BooleanSupplier sent = redis.put(known, regions);
        return () -> {
            boolean written = sent.getAsBoolean();
            regions.values().forEach(responses -> meters.redisFills.increment(responses.size()));
            return written;
        };
    }

    private void load(
            RedisCache.Region region,
            Map<String, String> keys,
            FreshnessRequirement required,
            Loader loader,
            Map<String, CachedResponse> found) {
        Map<String, LocalCache.Entry> entries = local.get(
                keys.keySet(),
                (redisKey, entry) -> required.isMetBy(keyOf(keys, redisKey), entry.response()),
                missing -> {
                    List<String> names = missing.stream()
                            .map(redisKey -> keyOf(keys, redisKey))
                            .toList();
                    Map<String, CachedResponse> loaded = new HashMap<>();
                    read(region, names, required, loader)
                            .forEach((key, response) -> loaded.put(region.keyOf(key), response));
                    return loaded;
                });
        entries.forEach((redisKey, entry) -> {
            if (entry.response() != null) {
                found.put(keyOf(keys, redisKey), entry.response());
            }
        });
    }

    private static String keyOf(Map<String, String> keys, String redisKey) {
        return Objects.requireNonNull(keys.get(redisKey));
    }

    private Map<String, CachedResponse> read(
            RedisCache.Region region, List<String> keys, FreshnessRequirement required, Loader loader) {
        Map<String, CachedResponse> inRedis = redis.get(region, keys);
        Map<String, CachedResponse> found = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String key : keys) {
            CachedResponse response = inRedis.get(key);
            if (response != null && (required.isMetBy(key, response) || required.acceptsStaleFromRedis())) {
                found.put(key, response);
            } else {
                missing.add(key);
            }
        }
        meters.redis.hits.increment(found.size());
        if (!missing.isEmpty()) {
            meters.redis.misses.increment(missing.size());
            found.putAll(render(region, missing, inRedis, loader));
        }
        return found;
    }

    private Map<String, CachedResponse> render(
            RedisCache.Region region, List<String> keys, Map<String, CachedResponse> inRedis, Loader loader) {
        Map<String, CachedResponse> rendered = loader.load(keys);
        meters.mongo.hits.increment(rendered.size());
        meters.mongo.misses.increment(keys.size() - rendered.size());
        rendered.forEach((key, response) -> {
            CachedResponse before = inRedis.get(key);
            if (before == null || before.revision() < response.revision()) {
                redis.putBack(region, key, response);
            }
        });
        return rendered;
    }
}
