package stockledger.command.catalog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRoom;

@Configuration(proxyBeanMethods = false)
class ProductWiring {

    @Bean
    AggregateRoom<Product> productAggregate() {
        return new AggregateRoom<>(Product.class);
    }
}
