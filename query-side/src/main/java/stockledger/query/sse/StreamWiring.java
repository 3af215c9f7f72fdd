package stockledger.query.sse;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.query.cache.InvalidationEvents;
import stockledger.query.http.ConsistencyTokenWaiter;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamSettings.class)
class StreamWiring {

    @Bean
    SseStreams streams(StreamSettings settings, MeterRegistry registry, InvalidationEvents changes, Pages pages) {
        return new SseStreams(settings, new StreamMeters(registry), changes, pages);
    }

    /** What changes an answer wakes those who wait for it, whichever process folded it. */
    @Bean
    InvalidationEvents.Listener whoWaitsHearsToo(InvalidationEvents changes, ConsistencyTokenWaiter freshness) {
        InvalidationEvents.Listener ear = (shelf, key) -> freshness.documentsChanged(projectionOf(shelf), List.of(key));
        changes.tell(ear);
        return ear;
    }

    /** A shelf is named after the projection and its epoch. */
    private static String projectionOf(String shelf) {
        int epoch = shelf.indexOf(':');
        return epoch < 0 ? shelf : shelf.substring(0, epoch);
    }
}
