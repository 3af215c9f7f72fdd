package stockledger.command.location;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;

@Configuration(proxyBeanMethods = false)
class LocationWiring {

    @Bean
    AggregateRegistration<Location> locationAggregate() {
        return new AggregateRegistration<>(Location.class);
    }
}
