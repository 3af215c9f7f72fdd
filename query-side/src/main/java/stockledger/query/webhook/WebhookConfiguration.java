package stockledger.query.webhook;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.query.projection.ReadModels;
import stockledger.query.shadow.ServedDatabase;
import stockledger.web.webhook.WebhookAddresses;
import stockledger.web.webhook.WebhookSecrets;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class WebhookConfiguration {

    /** A process without heartbeats for so long has stopped; one that could not store any stops sending after half of it. */
    private static final Duration HOLD_TIMEOUT = Duration.ofSeconds(12);

    /** Readers and resolutions of names at the same time, beyond which they wait for the next second. */
    private static final int MAX_THREADS = 64;

    private static final int KEEP_ALIVE_SECONDS = 10;

    @Bean
    DeliveryProgress webhookProgress(MongoDatabaseFactory mongo) {
        return new DeliveryProgress(mongo.getMongoDatabase(), UUID.randomUUID().toString(), HOLD_TIMEOUT);
    }

    @Bean
    DeliveryLog webhookLog(MongoDatabaseFactory mongo) {
        MongoDatabase database = mongo.getMongoDatabase();
        return new DeliveryLog(database);
    }

    @Bean
    WebhookDispatcher webhookDispatcher(
            WebhookProjector projector,
            ReadModels models,
            WebhookSecrets secrets,
            WebhookAddresses addresses,
            @Qualifier("notifyingEvents") StreamableMessageSource<TrackedEventMessage<?>> source,
            StoredEvents stored,
            EventStore events,
            DeliveryProgress progress,
            DeliveryLog log,
            DeliverySettings settings,
            MeterRegistry registry,
            ServedDatabase served) {
        CustomizableThreadFactory names = new CustomizableThreadFactory("webhook-");
        names.setDaemon(true);
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0, MAX_THREADS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), names);
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("webhook-beat-");
        scheduler.setDaemon(true);
        scheduler.initialize();
        CheckedHosts hosts = new CheckedHosts(addresses, InetAddress::getAllByName, threads);
        DeliveryTools tools = new DeliveryTools(
                source,
                stored,
                new CloudEvents(new ReservationLines(events)),
                new WebhookClient(hosts, settings.requestTimeout()),
                progress,
                log,
                new DeliveryMeters(registry),
                settings,
                threads,
                scheduler,
                HOLD_TIMEOUT.toNanos() / 2);
        return new WebhookDispatcher(models.of(projector), models, secrets, tools, scheduler, !served.isShadow());
    }
}
