package stockledger.command.bulk;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BulkSettings.class)
class BulkConfiguration {

    @Bean
    AggregateRegistration<Chunk> chunkAggregate() {
        return new AggregateRegistration<>(Chunk.class);
    }
}
