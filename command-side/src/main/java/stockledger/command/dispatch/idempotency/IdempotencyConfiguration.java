package stockledger.command.dispatch.idempotency;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.command.dispatch.KeyUses;

@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

    @Bean
    AggregateRegistration<UsedKey> usedKeyAggregate() {
        return AggregateRegistration.uncached(UsedKey.class);
    }

    @Bean
    KeyUses keyUses(Clock clock) {
        return new StoredKeyUses(clock);
    }
}
