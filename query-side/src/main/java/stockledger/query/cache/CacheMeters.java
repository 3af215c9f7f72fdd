package stockledger.query.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What the levels count: asked, found, filled, let go. */
final class CacheMeters {

    private static final String LEVEL = "level";

    private final MeterRegistry registry;
    private final AtomicLong redisEvictions = new AtomicLong();
    final Level process;
    final Level redis;
    final Level mongo;
    final Counter processFills;
    final Counter redisFills;
    final Counter processEvictions;
    final Counter heard;
    final Counter warmed;
    final Counter packed;
    final Counter drops;
    final Counter doubtedAnswers;
    final Counter doubtedProducts;

    CacheMeters(MeterRegistry registry) {
        this.registry = registry;
        this.process = new Level(registry, "process");
        this.redis = new Level(registry, "redis");
        this.mongo = new Level(registry, "mongodb");
        this.processFills = fills(registry, "process");
        this.redisFills = fills(registry, "redis");
        this.processEvictions = Counter.builder("stockledger.cache.evictions")
                .tag(LEVEL, "process")
                .description("Answers that made room for others")
                .register(registry);
        this.heard = Counter.builder("stockledger.cache.changes.heard")
                .description("Changes that Redis told this process of")
                .register(registry);
        this.warmed = Counter.builder("stockledger.cache.warmed")
                .description("Answers that this process read in before it was asked for them")
                .register(registry);
        this.packed = Counter.builder("stockledger.cache.packed")
                .description("Answers that were packed, each once")
                .register(registry);
        this.drops = Counter.builder("stockledger.cache.drops")
                .description("Times that this process forgot all, since it could not hear of changes")
                .register(registry);
        this.doubtedAnswers = doubts(registry, "answers");
        this.doubtedProducts = doubts(registry, "lists");
        FunctionCounter.builder("stockledger.cache.evictions", redisEvictions, AtomicLong::get)
                .tag(LEVEL, "redis")
                .description("Answers that made room for others")
                .register(registry);
    }

    private static Counter fills(MeterRegistry registry, String name) {
        return Counter.builder("stockledger.cache.fills")
                .tag(LEVEL, name)
                .description("Answers that a level was given to keep")
                .register(registry);
    }

    private static Counter doubts(MeterRegistry registry, String kept) {
        return Counter.builder("stockledger.cache.doubts")
                .tag("kept", kept)
                .description("What should be in Redis and could not be written there")
                .register(registry);
    }

    /** One level: how often it was asked for a key. */
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
                    .description("Keys that a level was asked for")
                    .register(registry);
        }
    }

    void watch(LocalCache shelf) {
        Gauge.builder("stockledger.cache.bytes", shelf, LocalCache::bytes)
                .tag(LEVEL, "process")
                .description("Memory that the answers of this process take")
                .register(registry);
        Gauge.builder("stockledger.cache.hearing", shelf, heard -> heard.isHearing() ? 1 : 0)
                .description("1 while this process proves that it hears of changes")
                .register(registry);
    }

    /** What Redis says it evicted since it began. */
    void redisEvicted(long evicted) {
        redisEvictions.set(evicted);
    }
}
