package stockledger.command.location;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;

@Configuration(proxyBeanMethods = false)
class LocationConfiguration {

    @Bean
    AggregateRegistration<Location> locationAggregate() {
        return new AggregateRegistration<>(Location.class);
    }
}
