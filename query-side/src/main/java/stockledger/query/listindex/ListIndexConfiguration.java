package stockledger.query.listindex;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.CacheMeters;
import stockledger.query.cache.CacheSettings;
import stockledger.query.cache.ListGenerationIds;
import stockledger.query.cache.PeriodicTasks;
import stockledger.query.cache.RedisGateway;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ListIndexSettings.class)
class ListIndexConfiguration {

    private static final int TASKS = 2;

    /** MongoDB serves lists that Redis lost, or that lack a write, until the next check. */
    private static final int HEARTBEATS_PER_CHECK = 4;

    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler listIndexScheduler() {
        return PeriodicTasks.scheduler("list-index", TASKS);
    }

    @Bean
    PeriodicTasks listIndexTasks(
            @Qualifier("listIndexScheduler") ThreadPoolTaskScheduler scheduler,
            ListIndexRebuilder rebuilder,
            MissedWriteReplayer replayer,
            CacheSettings cache) {
        Duration interval = cache.heartbeatInterval().multipliedBy(HEARTBEATS_PER_CHECK);
        return new PeriodicTasks(scheduler).every(interval, rebuilder::rebuild).every(interval, replayer::replay);
    }

    @Bean
    ListIndexRebuilder listIndexRebuilder(
            ProductListIndex index,
            RedisGateway redis,
            CacheGenerationStore generation,
            List<ListSource> sources,
            CacheSettings cache,
            @Qualifier("listIndexScheduler") ThreadPoolTaskScheduler scheduler) {
        return new ListIndexRebuilder(
                index,
                redis,
                generation,
                sources,
                cache.ttl(),
                ListIndexRebuilder.MAX_PAUSE,
                PeriodicTasks.running(scheduler));
    }

    @Bean
    MissedWriteReplayer missedWriteReplayer(
            ProductListIndex index,
            RedisGateway redis,
            CacheGenerationStore generation,
            List<ListSource> sources,
            @Qualifier("listIndexScheduler") ThreadPoolTaskScheduler scheduler) {
        return new MissedWriteReplayer(index, redis, generation, sources, PeriodicTasks.running(scheduler));
    }

    @Bean
    ListGenerationIds listGenerationIds(ListIndexSettings settings) {
        return () -> ListIndexKeys.listId(UUID.randomUUID().toString(), settings.parts());
    }

    @Bean
    ProductListIndex productListIndex(
            RedisGateway redis,
            CacheGenerationStore generation,
            CacheMeters meters,
            CacheSettings cache,
            ListIndexSettings settings) {
        return new ProductListIndex(redis, generation, meters, cache.ttl(), settings.maxScanned());
    }
}
