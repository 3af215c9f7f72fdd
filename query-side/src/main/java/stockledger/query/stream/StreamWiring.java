package stockledger.query.stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.query.cache.Changes;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamSettings.class)
class StreamWiring {

    @Bean
    Streams streams(StreamSettings settings, MeterRegistry registry, Changes changes, Pages pages) {
        return new Streams(settings, new StreamMeters(registry), changes, pages);
    }
}
