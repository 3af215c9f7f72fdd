package stockledger.query.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** Meters of the cache levels {@code process}, {@code redis} and {@code mongodb}. */
public final class CacheMeters {

    private static final String LEVEL = "level";

    private final MeterRegistry registry;
    private final AtomicLong redisEvictions = new AtomicLong();
    final Level process;
    final Level redis;
    final Level mongo;
    final Counter processFills;
    final Counter redisFills;
    final Counter processEvictions;
    final Counter invalidations;
    final Counter warmed;
    final Counter gzipped;
    final Counter clears;
    final Counter missedResponses;
    final Counter missedProducts;

    CacheMeters(MeterRegistry registry) {
        this.registry = registry;
        this.process = new Level(registry, "process");
        this.redis = new Level(registry, "redis");
        this.mongo = new Level(registry, "mongodb");
        this.processFills = fills(registry, "process");
        this.redisFills = fills(registry, "redis");
        this.processEvictions = Counter.builder("stockledger.cache.evictions")
                .tag(LEVEL, "process")
                .description("Responses evicted for lack of memory")
                .register(registry);
        this.invalidations = Counter.builder("stockledger.cache.invalidations")
                .description("Invalidations received from Redis")
                .register(registry);
        this.warmed = Counter.builder("stockledger.cache.warmed")
                .description("Hot responses loaded before they were requested")
                .register(registry);
        this.gzipped = Counter.builder("stockledger.cache.gzipped")
                .description("Responses compressed, each once")
                .register(registry);
        this.clears = Counter.builder("stockledger.cache.clears")
                .description("Times the local cache was cleared because its invalidation channel was lost")
                .register(registry);
        this.missedResponses = missedWrites(registry, "responses");
        this.missedProducts = missedWrites(registry, "lists");
        FunctionCounter.builder("stockledger.cache.evictions", redisEvictions, AtomicLong::get)
                .tag(LEVEL, "redis")
                .description("Responses evicted for lack of memory")
                .register(registry);
    }

    private static Counter fills(MeterRegistry registry, String level) {
        return Counter.builder("stockledger.cache.fills")
                .tag(LEVEL, level)
                .description("Responses stored in a level")
                .register(registry);
    }

    private static Counter missedWrites(MeterRegistry registry, String kind) {
        return Counter.builder("stockledger.cache.missed.writes")
                .tag("kind", kind)
                .description("Writes that Redis did not confirm")
                .register(registry);
    }

    /** Lookups of one level. */
    static final class Level {
        final Counter hits;
        final Counter misses;

        Level(MeterRegistry registry, String name) {
            this.hits = lookups(registry, name, "hit");
            this.misses = lookups(registry, name, "miss");
        }

        private static Counter lookups(MeterRegistry registry, String name, String result) {
            return Counter.builder("stockledger.cache.lookups")
                    .tag(LEVEL, name)
                    .tag("result", result)
                    .description("Keys looked up in a level")
                    .register(registry);
        }
    }

    /** Counts a lookup of a list in Redis. */
    public void listLookup(boolean hit) {
        (hit ? redis.hits : redis.misses).increment();
    }

    void observe(LocalCache cache) {
        Gauge.builder("stockledger.cache.bytes", cache, LocalCache::bytes)
                .tag(LEVEL, "process")
                .description("Memory that the responses of this process take")
                .register(registry);
        Gauge.builder("stockledger.cache.subscribed", cache, one -> one.isSubscribed() ? 1 : 0)
                .description("1 while heartbeats prove that this process receives invalidations")
                .register(registry);
    }

    /** Takes over the count of evicted keys that Redis reports. */
    void redisEvicted(long evicted) {
        redisEvictions.set(evicted);
    }
}
