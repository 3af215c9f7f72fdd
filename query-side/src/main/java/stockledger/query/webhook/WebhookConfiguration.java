package stockledger.query.webhook;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
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

    /**
     * After so long without heartbeats of a process, another one takes over. A process that cannot store heartbeats stops sending
     * after half of this time.
     */
    private static final Duration HOLD_TIMEOUT = Duration.ofSeconds(12);

    /** Most hosts that are resolved at the same time; deliveries beyond it fail and are repeated. */
    private static final int MAX_RESOLVERS = 64;

    /** Threads that read events, for all webhooks: they never wait for a receiver. */
    private static final int READERS = 2;

    /** After a new event, in ms, before it is read: no receiver notices it, and one wake-up serves several events. */
    private static final int READ_DELAY_MILLIS = 20;

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
        ThreadPoolExecutor resolvers = new ThreadPoolExecutor(
                0,
                MAX_RESOLVERS,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                names("webhook-dns-"));
        ThreadPoolExecutor readers = new ThreadPoolExecutor(
                READERS, READERS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), names("webhook-"));
        readers.allowCoreThreadTimeOut(true);
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("webhook-beat-");
        scheduler.setDaemon(true);
        scheduler.initialize();
        CheckedHosts hosts = new CheckedHosts(addresses, InetAddress::getAllByName, resolvers);
        DeliveryTools tools = new DeliveryTools(
                source,
                stored,
                new CloudEvents(new ReservationLines(events)),
                new WebhookClient(hosts, settings.requestTimeout()),
                progress,
                log,
                new DeliveryMeters(registry),
                settings,
                CompletableFuture.delayedExecutor(READ_DELAY_MILLIS, TimeUnit.MILLISECONDS, readers),
                scheduler,
                HOLD_TIMEOUT.toNanos() / 2);
        return new WebhookDispatcher(models.of(projector), models, secrets, tools, scheduler, !served.isShadow());
    }

    private static CustomizableThreadFactory names(String prefix) {
        CustomizableThreadFactory names = new CustomizableThreadFactory(prefix);
        names.setDaemon(true);
        return names;
    }
}
