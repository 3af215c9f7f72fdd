package stockledger.query.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import stockledger.query.shadow.ServedDatabase;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CacheSettings.class, WarmingSettings.class})
class CacheConfiguration {

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(50);

    /** Bounds the reconnect delay, so that a recovered Redis is used soon. */
    private static final Duration MAX_RECONNECT = Duration.ofSeconds(1);

    /** Below the usual interval at which meters are read. */
    private static final Duration EVICTION_INTERVAL = Duration.ofSeconds(10);

    @Bean(defaultCandidate = false)
    PeriodicTasks cacheTasks() {
        return new PeriodicTasks("cache");
    }

    /** Adds the tasks before the lifecycle starts them: some of them depend on whether they run. */
    @Bean
    SmartInitializingSingleton cacheTaskRegistration(
            @Qualifier("cacheTasks") PeriodicTasks tasks,
            CacheGenerationStore generation,
            RedisCache redis,
            InvalidationSubscriber subscriber,
            CacheWarmer warmer,
            HotKeyStore hotKeys,
            WarmupHealthIndicator warmup,
            ServedDatabase served,
            CacheSettings settings) {
        Duration interval = settings.heartbeatInterval();
        if (served.isShadow()) {
            warmup.warm();
            return () -> tasks.every(interval, generation::poll);
        }
        return () -> tasks.every(interval, generation::poll)
                .every(EVICTION_INTERVAL, redis::countEvictions)
                .every(interval, subscriber::heartbeat)
                .every(interval, warmer::warm)
                .every(HotKeyStore.PUBLISH_INTERVAL, hotKeys::publish)
                .atStop(hotKeys::publish)
                .atStop(subscriber::close);
    }

    @Bean
    RedisGateway cacheRedisGateway(RedisConnectionFactory factory, CacheSettings settings, ServedDatabase served) {
        return new RedisGateway(factory, settings.commandTimeout(), served.isShadow());
    }

    @Bean
    CacheGenerationStore cacheGeneration(ServedDatabase served, ListGenerationIds listIds, CacheMeters meters) {
        return new CacheGenerationStore(served.factory(), listIds, meters);
    }

    @Bean
    CacheMeters cacheMeters(MeterRegistry registry) {
        return new CacheMeters(registry);
    }

    @Bean
    LocalCache localCache(CacheSettings settings, CacheMeters meters) {
        LocalCache cache = new LocalCache(settings, meters, System::nanoTime);
        meters.observe(cache);
        return cache;
    }

    @Bean
    RedisCache redisCache(
            RedisGateway redis, CacheGenerationStore generation, CacheMeters meters, CacheSettings settings) {
        return new RedisCache(redis, generation, meters, settings.ttl());
    }

    @Bean
    TieredCache tieredCache(LocalCache local, RedisCache redis, CacheMeters meters, CacheSettings settings) {
        return new TieredCache(local, redis, meters, settings);
    }

    @Bean
    ShortTtlCache shortTtlCache(LocalCache local, CacheGenerationStore generation, CacheMeters meters) {
        return new ShortTtlCache(local, generation::listState, meters);
    }

    @Bean
    InvalidationEvents invalidationEvents(LocalCache local, CacheGenerationStore generation, CacheSettings settings) {
        return new InvalidationEvents(local, generation, settings.maxStaleness());
    }

    @Bean
    InvalidationSubscriber invalidationSubscriber(
            LettuceConnectionFactory factory,
            RedisGateway redis,
            RedisCache cache,
            LocalCache local,
            InvalidationEvents events,
            CacheMeters meters) {
        return new InvalidationSubscriber(factory, redis, cache, local, events, meters);
    }

    @Bean
    HotKeyStore hotKeyStore(
            List<HotKeySource> sources, LocalCache local, RedisGateway redis, WarmingSettings settings) {
        return new HotKeyStore(sources, local, redis, settings.maxProducts());
    }

    @Bean("warming")
    WarmupHealthIndicator warmupHealthIndicator(WarmingSettings settings) {
        return new WarmupHealthIndicator(settings.maxWait(), System::nanoTime);
    }

    @Bean
    CacheWarmer cacheWarmer(
            List<HotKeySource> sources,
            HotKeyStore hotKeys,
            LocalCache local,
            InvalidationEvents events,
            InvalidationSubscriber subscriber,
            WarmupHealthIndicator health,
            CacheMeters meters,
            WarmingSettings settings,
            @Qualifier("cacheTasks") PeriodicTasks tasks) {
        return new CacheWarmer(sources, hotKeys, local, events, subscriber, health, meters, settings, tasks::isRunning);
    }

    /** An unreachable Redis fails commands at once, instead of queueing them until it is back. */
    @Bean
    LettuceClientOptionsBuilderCustomizer rejectCommandsWhileDisconnected(CacheSettings settings) {
        return client -> client.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.commandTimeout())
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(settings.commandTimeout()));
    }

    @Bean
    LettuceClientConfigurationBuilderCustomizer redisCommandTimeout(CacheSettings settings) {
        return client -> client.commandTimeout(settings.commandTimeout());
    }

    @Bean
    ClientResourcesBuilderCustomizer redisReconnectDelay() {
        return resources -> resources.reconnectDelay(
                () -> Delay.exponential(FIRST_RECONNECT, MAX_RECONNECT, 2, TimeUnit.MILLISECONDS));
    }
}
