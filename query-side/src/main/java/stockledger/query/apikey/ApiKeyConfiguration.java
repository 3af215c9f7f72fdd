package stockledger.query.apikey;

import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.web.security.ApiKeyEvents;

@Configuration(proxyBeanMethods = false)
class ApiKeyConfiguration {

    /** The command side has its own; a process that is both sides uses either. */
    @Bean
    ApiKeyEvents apiKeyEventsOfQueries(EventStore store) {
        return new StoredApiKeys(store);
    }
}
