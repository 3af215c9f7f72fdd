package stockledger.query.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CacheSettings.class, ListIndexSettings.class, WarmingSettings.class})
class CacheWiring {

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(50);

    @Bean
    CacheGenerationStore cacheGeneration(MongoDatabaseFactory mongo, ListIndexSettings aisles, CacheMeters meters) {
        return new CacheGenerationStore(mongo, aisles.parts(), meters);
    }

    @Bean
    CacheMeters cacheMeters(MeterRegistry registry) {
        return new CacheMeters(registry);
    }

    @Bean
    LocalCache processShelf(CacheSettings settings, CacheMeters meters) {
        LocalCache shelf = new LocalCache(settings, meters, System::nanoTime);
        meters.watch(shelf);
        return shelf;
    }

    @Bean
    RedisCache redisShelf(
            RedisConnectionFactory redis, CacheGenerationStore generation, CacheSettings settings, CacheMeters meters) {
        return new RedisCache(redis, generation, settings, meters);
    }

    @Bean
    TieredCache cacheShelves(LocalCache process, RedisCache redis, CacheMeters meters, CacheSettings settings) {
        return new TieredCache(process, redis, meters, settings);
    }

    @Bean
    ShortTtlCache cacheMoments(LocalCache process, CacheGenerationStore generation, CacheMeters meters) {
        return new ShortTtlCache(process, generation::wordOfLists, meters);
    }

    @Bean
    RedisScripts cacheScripts(RedisConnectionFactory redis, CacheSettings settings) {
        return new RedisScripts(redis, settings);
    }

    @Bean
    ProductListIndex cacheAisles(
            RedisScripts scripts,
            RedisCache shelf,
            CacheGenerationStore generation,
            CacheMeters meters,
            CacheSettings cache,
            ListIndexSettings settings) {
        return new ProductListIndex(scripts, shelf, generation, meters, cache, settings);
    }

    @Bean
    ListIndexRebuilder cacheRestocking(
            ProductListIndex aisles,
            RedisScripts scripts,
            RedisCache shelf,
            CacheGenerationStore generation,
            List<ListSource> stocks,
            CacheSettings cache,
            ListIndexSettings settings) {
        return new ListIndexRebuilder(aisles, scripts, shelf, generation, stocks, cache, settings);
    }

    @Bean
    MissedWriteReplayer cacheRepaying(
            ProductListIndex aisles,
            RedisCache shelf,
            CacheGenerationStore generation,
            List<ListSource> stocks,
            CacheSettings cache,
            ListIndexSettings settings) {
        return new MissedWriteReplayer(aisles, shelf, generation, stocks, cache, settings);
    }

    @Bean
    InvalidationEvents cacheChanges(LocalCache process, CacheGenerationStore generation, CacheSettings settings) {
        return new InvalidationEvents(process, generation, settings);
    }

    @Bean
    InvalidationSubscriber cachePulse(
            LettuceConnectionFactory redis,
            LocalCache process,
            RedisCache shelf,
            InvalidationEvents changes,
            CacheMeters meters,
            CacheSettings settings) {
        return new InvalidationSubscriber(redis, process, shelf, changes, meters, settings);
    }

    @Bean
    HotKeyStore cacheReads(
            RedisConnectionFactory redis,
            RedisScripts scripts,
            RedisCache shelf,
            CacheSettings cache,
            WarmingSettings settings) {
        return new HotKeyStore(redis, scripts, shelf, cache, settings, Clock.systemUTC());
    }

    @Bean("warming")
    WarmupHealthIndicator cacheWarmEnough(WarmingSettings settings) {
        return new WarmupHealthIndicator(settings, System::nanoTime);
    }

    @Bean
    CacheWarmer cacheWarming(
            List<HotKeySource> favourites,
            HotKeyStore reads,
            LocalCache process,
            InvalidationEvents changes,
            InvalidationSubscriber pulse,
            WarmupHealthIndicator warmEnough,
            CacheMeters meters,
            CacheSettings cache,
            WarmingSettings settings) {
        return new CacheWarmer(favourites, reads, process, changes, pulse, warmEnough, meters, cache, settings);
    }

    @Bean
    GenerationPoller cacheGenerationWatch(CacheGenerationStore generation, CacheSettings settings) {
        return new GenerationPoller("cache-generation", generation::read, settings);
    }

    @Bean
    GenerationPoller cacheRedisWatch(RedisCache shelf, CacheSettings settings) {
        return new GenerationPoller("cache-redis", shelf::look, settings);
    }

    /** A Redis that is away says so at once, instead of keeping questions until it is back. */
    @Bean
    LettuceClientOptionsBuilderCustomizer redisIsNotWaitedForLong(CacheSettings settings) {
        return client -> client.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofMillis(settings.connectTimeoutMillis()))
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(Duration.ofMillis(settings.commandTimeoutMillis())));
    }

    @Bean
    LettuceClientConfigurationBuilderCustomizer redisCommandsEndSoon(CacheSettings settings) {
        return client -> client.commandTimeout(Duration.ofMillis(settings.commandTimeoutMillis()));
    }

    @Bean
    ClientResourcesBuilderCustomizer redisIsMetAgainSoon(CacheSettings settings) {
        return resources -> resources.reconnectDelay(() ->
                Delay.exponential(FIRST_RECONNECT, Duration.ofMillis(settings.skipMillis()), 2, TimeUnit.MILLISECONDS));
    }
}
