package stockledger.query.stream;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.query.cache.Changes;
import stockledger.query.http.Freshness;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamSettings.class)
class StreamWiring {

    @Bean
    Streams streams(StreamSettings settings, MeterRegistry registry, Changes changes, Pages pages) {
        return new Streams(settings, new StreamMeters(registry), changes, pages);
    }

    /** What changes an answer wakes those who wait for it, whichever process folded it. */
    @Bean
    Changes.Ear whoWaitsHearsToo(Changes changes, Freshness freshness) {
        Changes.Ear ear = (shelf, key) -> freshness.documentsChanged(projectionOf(shelf), List.of(key));
        changes.tell(ear);
        return ear;
    }

    /** A shelf is named after the projection and its epoch. */
    private static String projectionOf(String shelf) {
        int epoch = shelf.indexOf(':');
        return epoch < 0 ? shelf : shelf.substring(0, epoch);
    }
}
