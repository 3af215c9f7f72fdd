package stockledger.query.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.query.cache.PeriodicTasks;
import stockledger.query.cache.TieredCache;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.projection.History;
import stockledger.query.projection.ReadModels;
import stockledger.query.sku.SkuAnswer;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuResponse;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {

    @Bean
    AuditTiming auditTiming() {
        return AuditTiming.STANDARD;
    }

    /** It depends on settings only: projections call it, and what audits depends on projections. */
    @Bean
    AuditQueue auditQueue(AuditSettings settings, AuditTiming timing) {
        return new AuditQueue(
                settings.processorMillisPerSecond() > 0 ? SkuProjection.NAME : "", timing.delay(), System::nanoTime);
    }

    @Bean
    SkuAuditor skuAuditor(
            SkuProjection projection,
            ReadModels models,
            EventStore events,
            StoredEvents stored,
            History history,
            TieredCache cache,
            ProductListIndex index,
            List<SkuResponse> responses,
            List<SkuAnswer> answers) {
        ExpectedSkus folds = new ExpectedSkus(history, stored, events);
        return new SkuAuditor(projection, models, folds, cache, index, responses, answers);
    }

    @Bean
    DriftedSkus auditDrifts(MongoDatabaseFactory mongo) {
        return new DriftedSkus(mongo.getMongoDatabase());
    }

    @Bean
    Sweep auditSweep(MongoDatabaseFactory mongo, SkuAuditor auditor, AuditSettings settings) {
        return new Sweep(mongo.getMongoDatabase(), auditor, settings.sweepInterval(), Clock.systemUTC());
    }

    @Bean
    AuditRunner auditRunner(
            SkuAuditor auditor,
            AuditQueue queue,
            Sweep sweep,
            DriftedSkus drifts,
            AuditSettings settings,
            AuditTiming timing,
            MeterRegistry registry) {
        return new AuditRunner(auditor, queue, sweep, drifts, settings, timing, registry);
    }

    @Bean(defaultCandidate = false)
    PeriodicTasks auditTasks() {
        return new PeriodicTasks("audit");
    }

    /** Adds the task before the lifecycle starts it. */
    @Bean
    SmartInitializingSingleton auditTaskRegistration(
            @Qualifier("auditTasks") PeriodicTasks tasks,
            AuditRunner runner,
            AuditSettings settings,
            AuditTiming timing) {
        return () -> {
            if (settings.processorMillisPerSecond() > 0) {
                tasks.every(timing.interval(), runner::run);
            }
        };
    }
}
