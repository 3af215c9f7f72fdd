package stockledger.query.consistency;

import java.util.Collection;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import stockledger.events.ConsistencyToken;
import stockledger.query.cache.InvalidationEvents;
import stockledger.query.projection.ParkedKeys;
import stockledger.web.TokenSigner;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsistencySettings.class)
class ConsistencyConfiguration implements WebMvcConfigurer {

    private final TokenSigner signer;

    ConsistencyConfiguration(TokenSigner signer) {
        this.signer = signer;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ConsistencyTokenArgument(signer));
    }

    @Bean
    ConsistencyTokenWaiter consistencyTokenWaiter(ConsistencySettings settings, EventStore events, ParkedKeys parked) {
        return new ConsistencyTokenWaiter(settings, new StreamHeads(events::lastSequenceNumberFor), degraded(parked));
    }

    private static Degraded degraded(ParkedKeys parked) {
        return new Degraded() {
            @Override
            public boolean isParked(String projection, String key) {
                return parked.isParked(projection, key);
            }

            @Override
            public boolean lacks(String projection, Collection<String> keys, ConsistencyToken token) {
                return parked.lacks(projection, keys, token);
            }
        };
    }

    /** Invalidations wake waiting queries too: another process may have written the document. */
    @Bean
    InvalidationEvents.Listener invalidationsWakeWaitingQueries(
            InvalidationEvents invalidations, ConsistencyTokenWaiter waiter) {
        InvalidationEvents.Listener listener =
                (region, key) -> waiter.documentsChanged(projectionOf(region), List.of(key));
        invalidations.addListener(listener);
        return listener;
    }

    /** The name of a region is {@code projection:epoch}. */
    private static String projectionOf(String region) {
        int colon = region.indexOf(':');
        return colon < 0 ? region : region.substring(0, colon);
    }
}
