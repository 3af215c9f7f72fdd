package stockledger.command.location;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRoom;

@Configuration(proxyBeanMethods = false)
class LocationWiring {

    @Bean
    AggregateRoom<Location> locationAggregate() {
        return new AggregateRoom<>(Location.class);
    }
}
