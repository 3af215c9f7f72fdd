package stockledger.query.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CacheSettings.class)
class CacheWiring {

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(50);

    @Bean
    Generation cacheGeneration(MongoDatabaseFactory mongo) {
        return new Generation(mongo);
    }

    @Bean
    Shelves cacheShelves(RedisConnectionFactory redis, Generation generation, CacheSettings settings) {
        return new Shelves(redis, generation, settings);
    }

    @Bean
    GenerationWatch cacheGenerationWatch(Shelves shelves, CacheSettings settings) {
        return new GenerationWatch(shelves, settings);
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
