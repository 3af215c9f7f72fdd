package stockledger.standalone;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Transports;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoClientFactorySupport;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import stockledger.standalone.servers.EmbeddedServers;
import stockledger.standalone.servers.StartFailedException;

/** Clients of the embedded servers that Spring Boot's properties cannot describe: they have no host and port. */
@Configuration(proxyBeanMethods = false)
class EmbeddedClients {

    /** Spring Boot's client with the settings that its customizers made, but connected by the embedded servers. */
    @Bean
    MongoClient mongoClient(
            EmbeddedServers servers,
            MongoClientSettings settings,
            ObjectProvider<MongoClientSettingsBuilderCustomizer> customizers) {
        return new MongoClientFactorySupport<MongoClient>(
                customizers.orderedStream().toList(), servers::mongoClient) {}.createMongoClient(settings);
    }

    @Bean
    LettuceConnectionFactory redisConnectionFactory(
            EmbeddedServers.Addresses addresses,
            ClientResources resources,
            ObjectProvider<LettuceClientConfigurationBuilderCustomizer> configurations,
            ObjectProvider<LettuceClientOptionsBuilderCustomizer> optionCustomizers) {
        requireUnixSockets();
        ClientOptions.Builder options = ClientOptions.builder();
        optionCustomizers.orderedStream().forEach(customizer -> customizer.customize(options));
        LettuceClientConfiguration.LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder()
                .clientOptions(options.build())
                .clientResources(resources);
        configurations.orderedStream().forEach(customizer -> customizer.customize(client));
        return new LettuceConnectionFactory(
                new RedisSocketConfiguration(addresses.redisSocket().toString()), client.build());
    }

    private static void requireUnixSockets() {
        try {
            Transports.NativeTransports.assertDomainSocketAvailable();
        } catch (IllegalStateException e) {
            throw new StartFailedException("Netty cannot use Unix sockets on this platform: " + e.getMessage(), e);
        }
    }

    @Bean
    MeterBinder embeddedRestarts(EmbeddedServers servers) {
        return registry -> {
            ToDoubleFunction<EmbeddedServers> postgres = EmbeddedServers::postgresRestarts;
            ToDoubleFunction<EmbeddedServers> redis = EmbeddedServers::redisRestarts;
            FunctionCounter.builder("stockledger.embedded.restarts", servers, postgres)
                    .tag("server", "postgresql")
                    .register(registry);
            FunctionCounter.builder("stockledger.embedded.restarts", servers, redis)
                    .tag("server", "redis")
                    .register(registry);
        };
    }
}
