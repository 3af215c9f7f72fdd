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
@EnableConfigurationProperties({CacheSettings.class, AisleSettings.class, WarmingSettings.class})
class CacheWiring {

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(50);

    @Bean
    Generation cacheGeneration(MongoDatabaseFactory mongo, AisleSettings aisles, CacheMeters meters) {
        return new Generation(mongo, aisles.parts(), meters);
    }

    @Bean
    CacheMeters cacheMeters(MeterRegistry registry) {
        return new CacheMeters(registry);
    }

    @Bean
    ProcessShelf processShelf(CacheSettings settings, CacheMeters meters) {
        ProcessShelf shelf = new ProcessShelf(settings, meters, System::nanoTime);
        meters.watch(shelf);
        return shelf;
    }

    @Bean
    RedisShelf redisShelf(
            RedisConnectionFactory redis, Generation generation, CacheSettings settings, CacheMeters meters) {
        return new RedisShelf(redis, generation, settings, meters);
    }

    @Bean
    Shelves cacheShelves(ProcessShelf process, RedisShelf redis, CacheMeters meters, CacheSettings settings) {
        return new Shelves(process, redis, meters, settings);
    }

    @Bean
    Moments cacheMoments(ProcessShelf process, Generation generation, CacheMeters meters) {
        return new Moments(process, generation::wordOfLists, meters);
    }

    @Bean
    RedisScripts cacheScripts(RedisConnectionFactory redis, CacheSettings settings) {
        return new RedisScripts(redis, settings);
    }

    @Bean
    Aisles cacheAisles(
            RedisScripts scripts,
            RedisShelf shelf,
            Generation generation,
            CacheMeters meters,
            CacheSettings cache,
            AisleSettings settings) {
        return new Aisles(scripts, shelf, generation, meters, cache, settings);
    }

    @Bean
    Restocking cacheRestocking(
            Aisles aisles,
            RedisScripts scripts,
            RedisShelf shelf,
            Generation generation,
            List<Restock> stocks,
            CacheSettings cache,
            AisleSettings settings) {
        return new Restocking(aisles, scripts, shelf, generation, stocks, cache, settings);
    }

    @Bean
    Repaying cacheRepaying(
            Aisles aisles,
            RedisShelf shelf,
            Generation generation,
            List<Restock> stocks,
            CacheSettings cache,
            AisleSettings settings) {
        return new Repaying(aisles, shelf, generation, stocks, cache, settings);
    }

    @Bean
    Changes cacheChanges(ProcessShelf process, Generation generation, CacheSettings settings) {
        return new Changes(process, generation, settings);
    }

    @Bean
    Pulse cachePulse(
            LettuceConnectionFactory redis,
            ProcessShelf process,
            RedisShelf shelf,
            Changes changes,
            CacheMeters meters,
            CacheSettings settings) {
        return new Pulse(redis, process, shelf, changes, meters, settings);
    }

    @Bean
    Reads cacheReads(
            RedisConnectionFactory redis,
            RedisScripts scripts,
            RedisShelf shelf,
            CacheSettings cache,
            WarmingSettings settings) {
        return new Reads(redis, scripts, shelf, cache, settings, Clock.systemUTC());
    }

    @Bean("warming")
    WarmEnough cacheWarmEnough(WarmingSettings settings) {
        return new WarmEnough(settings, System::nanoTime);
    }

    @Bean
    Warming cacheWarming(
            List<Favourites> favourites,
            Reads reads,
            ProcessShelf process,
            Changes changes,
            Pulse pulse,
            WarmEnough warmEnough,
            CacheMeters meters,
            CacheSettings cache,
            WarmingSettings settings) {
        return new Warming(favourites, reads, process, changes, pulse, warmEnough, meters, cache, settings);
    }

    @Bean
    GenerationWatch cacheGenerationWatch(Generation generation, CacheSettings settings) {
        return new GenerationWatch("cache-generation", generation::read, settings);
    }

    @Bean
    GenerationWatch cacheRedisWatch(RedisShelf shelf, CacheSettings settings) {
        return new GenerationWatch("cache-redis", shelf::look, settings);
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
