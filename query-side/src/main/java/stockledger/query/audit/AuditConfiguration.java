package stockledger.query.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
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
import stockledger.query.projection.Projection;
import stockledger.query.projection.ReadModels;
import stockledger.query.sku.RegisteredSkus;
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

    /** They depend on settings only: projections call them, and what audits depends on projections. */
    @Bean
    AuditQueues auditQueues(AuditSettings settings, AuditTiming timing) {
        List<String> projections = new ArrayList<>(ExpectedDocument.PROJECTIONS);
        projections.add(SkuProjection.NAME);
        return new AuditQueues(settings.processorMillisPerSecond() > 0, projections, timing.delay(), System::nanoTime);
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
        ExpectedSkuCache folds = new ExpectedSkuCache(history, stored, events);
        return new SkuAuditor(projection, models, folds, cache, index, responses, answers);
    }

    @Bean
    Drifts auditDrifts(MongoDatabaseFactory mongo) {
        return new Drifts(mongo.getMongoDatabase());
    }

    /** SKUs come first. */
    @Bean
    AuditRunner auditRunner(
            SkuAuditor skus,
            List<Projection<?>> projections,
            ReadModels models,
            EventStore events,
            StoredEvents stored,
            History history,
            RegisteredSkus registrations,
            MongoDatabaseFactory mongo,
            AuditQueues queues,
            Drifts drifts,
            AuditSettings settings,
            AuditTiming timing,
            MeterRegistry registry) {
        Sweeps sweeps = (auditor, registered) -> new Sweep(
                mongo.getMongoDatabase(),
                auditor.projection(),
                auditor,
                registered,
                settings.sweepInterval(),
                Clock.systemUTC());
        List<AuditedProjection> audited = new ArrayList<>();
        audited.add(new AuditedProjection(skus, queues.of(skus.projection()), sweeps.of(skus, registrations)));
        for (Projection<?> projection : projections) {
            ExpectedDocument.ofProjection(projection.name()).ifPresent(kind -> {
                Auditor auditor = new DocumentAuditor(
                        projection,
                        kind,
                        models,
                        history,
                        stored,
                        stream -> events.lastSequenceNumberFor(stream).orElse(-1L));
                audited.add(new AuditedProjection(
                        auditor,
                        queues.of(projection.name()),
                        sweeps.of(auditor, (position, limit) -> new RegisteredSkus.Page(List.of(), null))));
            });
        }
        return new AuditRunner(audited, drifts, settings, timing, registry);
    }

    private interface Sweeps {
        Sweep of(Auditor auditor, RegisteredSkus registrations);
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
