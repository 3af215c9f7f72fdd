package stockledger.query.rates;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.query.cache.RedisGateway;

@Configuration(proxyBeanMethods = false)
class RatesConfiguration {

    @Bean
    RedisBudgets redisBudgets(RedisGateway redis) {
        return new RedisBudgets(redis);
    }
}
