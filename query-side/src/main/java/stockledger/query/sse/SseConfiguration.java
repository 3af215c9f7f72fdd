package stockledger.query.sse;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.query.cache.InvalidationEvents;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SseSettings.class)
class SseConfiguration {

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
}
