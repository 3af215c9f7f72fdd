package stockledger.query.listindex;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.CacheMeters;
import stockledger.query.cache.CacheSettings;
import stockledger.query.cache.ListGenerationIds;
import stockledger.query.cache.PeriodicTasks;
import stockledger.query.cache.RedisGateway;
import stockledger.query.shadow.ServedDatabase;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ListIndexSettings.class)
class ListIndexConfiguration {

    /** MongoDB serves lists that Redis lost, or that lack a write, until the next check. */
    private static final int HEARTBEATS_PER_CHECK = 4;

    @Bean(defaultCandidate = false)
    PeriodicTasks listIndexTasks() {
        return new PeriodicTasks("list-index");
    }

    /** Adds the tasks before the lifecycle starts them: they depend on whether they run. */
    @Bean
    SmartInitializingSingleton listIndexTaskRegistration(
            @Qualifier("listIndexTasks") PeriodicTasks tasks,
            ListIndexRebuilder rebuilder,
            MissedWriteReplayer replayer,
            ServedDatabase served,
            CacheSettings cache) {
        Duration interval = cache.heartbeatInterval().multipliedBy(HEARTBEATS_PER_CHECK);
        return served.isShadow()
                ? () -> {}
                : () -> tasks.every(interval, rebuilder::rebuild).every(interval, replayer::replay);
    }

    @Bean
    ListIndexRebuilder listIndexRebuilder(
            ProductListIndex index,
            RedisGateway redis,
            CacheGenerationStore generation,
            List<ListSource> sources,
            CacheSettings cache,
            @Qualifier("listIndexTasks") PeriodicTasks tasks) {
        return new ListIndexRebuilder(
                index, redis, generation, sources, cache.ttl(), ListIndexRebuilder.MAX_PAUSE, tasks::isRunning);
    }

    @Bean
    MissedWriteReplayer missedWriteReplayer(
            ProductListIndex index,
            RedisGateway redis,
            CacheGenerationStore generation,
            List<ListSource> sources,
            @Qualifier("listIndexTasks") PeriodicTasks tasks) {
        return new MissedWriteReplayer(index, redis, generation, sources, tasks::isRunning);
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
