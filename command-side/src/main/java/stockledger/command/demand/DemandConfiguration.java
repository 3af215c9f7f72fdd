package stockledger.command.demand;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

@Configuration(proxyBeanMethods = false)
class DemandConfiguration {

    @Bean
    RefusedDemand refusedDemand(Clock clock, MeterRegistry registry) {
        return new RefusedDemand(clock, registry);
    }

    /** No default candidate: otherwise Spring Boot would not create its own task executor. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler demandScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("refused-demand-");
        scheduler.setDaemon(true);
        return scheduler;
    }

    @Bean
    DemandRecorder demandRecorder(
            RefusedDemand refused,
            EventStore store,
            @Qualifier("appendTransactions") TransactionManager transactions,
            @Qualifier("demandScheduler") ThreadPoolTaskScheduler scheduler) {
        return new DemandRecorder(refused, store, transactions, scheduler);
    }
}
