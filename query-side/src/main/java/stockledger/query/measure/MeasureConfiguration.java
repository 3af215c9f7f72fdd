package stockledger.query.measure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MeasureSettings.class)
class MeasureConfiguration {

    @Bean
    MongoClientSettingsBuilderCustomizer slowMongoCustomizer(MeterRegistry registry, MeasureSettings settings) {
        SlowMongo listener = new SlowMongo(new SlowOperations(registry, "mongodb", settings.slowMongo()));
        return client -> client.addCommandListener(listener);
    }

    @Bean
    ClientResourcesBuilderCustomizer slowRedisCustomizer(MeterRegistry registry, MeasureSettings settings) {
        SlowRedis recorder = new SlowRedis(new SlowOperations(registry, "redis", settings.slowRedis()));
        return resources -> resources.commandLatencyRecorder(recorder);
    }
}
