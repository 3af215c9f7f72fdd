package stockledger.query.sse;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.query.cache.InvalidationEvents;
import stockledger.query.http.ConsistencyTokenWaiter;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SseSettings.class)
class SseWiring {

    /** No default candidate: otherwise Spring Boot would not create its own task executor. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler sseScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("sse-");
        scheduler.setDaemon(true);
        return scheduler;
    }

    @Bean
    SseStreams sseStreams(
            SseSettings settings,
            MeterRegistry registry,
            InvalidationEvents invalidations,
            PageSource pages,
            @Qualifier("sseScheduler") ThreadPoolTaskScheduler scheduler) {
        return new SseStreams(settings, new SseMeters(registry), invalidations, pages, scheduler);
    }

    /** An invalidation wakes reads that wait for the document, whichever process wrote it. */
    @Bean
    InvalidationEvents.Listener tokenWaiterListener(InvalidationEvents invalidations, ConsistencyTokenWaiter waiter) {
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
