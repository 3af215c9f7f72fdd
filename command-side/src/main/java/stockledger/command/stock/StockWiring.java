package stockledger.command.stock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRoom;

@Configuration(proxyBeanMethods = false)
class StockWiring {

    @Bean
    AggregateRoom<StockItem> stockAggregate() {
        return new AggregateRoom<>(StockItem.class);
    }
}
