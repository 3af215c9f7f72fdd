package stockledger.command.apikey;

import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.web.security.ApiKeyEvents;

@Configuration(proxyBeanMethods = false)
class ApiKeyConfiguration {

    @Bean
    AggregateRegistration<ApiKeyRing> apiKeyAggregate() {
        return new AggregateRegistration<>(ApiKeyRing.class);
    }

    /** The query side has its own; a process that is both sides uses either. */
    @Bean
    ApiKeyEvents apiKeyEventsOfCommands(EventStore store) {
        return new StoredApiKeys(store);
    }
}
