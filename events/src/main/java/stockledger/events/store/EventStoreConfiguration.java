package stockledger.events.store;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.PropertySource;
import stockledger.events.Provenance;

/** The event store of both sides: {@code stockledger.event-store.kind} chooses it, the stored JSON is the same. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventStoreSettings.class)
@PropertySource("classpath:stockledger/events/store/axon.properties")
@Import({JdbcEventStoreConfiguration.class, AxonServerEventStoreConfiguration.class})
public class EventStoreConfiguration {

    private static final List<String> COPIED_METADATA = List.of(
            Provenance.ACTOR,
            Provenance.IDEMPOTENCY_KEY,
            Provenance.FINGERPRINT,
            Provenance.JOB_ROW,
            Provenance.REASON,
            Provenance.TRACE_PARENT);

    static {
        // Both event stores keep milliseconds: an aggregate in memory must have the same times as one that is loaded.
        GenericEventMessage.clock = Clock.tickMillis(ZoneOffset.UTC);
    }

    @Bean
    EventNames eventNames(ObjectProvider<SnapshotTypes> snapshots) {
        return EventNames.with(snapshots.getIfAvailable(() -> new SnapshotTypes(List.of())));
    }

    /** For Axon's own objects, such as tracking tokens. */
    @Bean
    @Primary
    Serializer serializer() {
        return JacksonSerializer.builder().objectMapper(EventJson.forEvents()).build();
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(EventNames names) {
        return new NamedJsonSerializer(names, EventJson.forEvents());
    }

    @Bean
    @Qualifier("snapshotSerializer")
    Serializer snapshotSerializer(EventNames names, ObjectProvider<AxonServerConfiguration> axonServer) {
        AxonServerConfiguration messages = axonServer.getIfAvailable();
        int maxBytes =
                messages == null ? Integer.MAX_VALUE : AxonServerEventStoreConfiguration.maxSnapshotBytes(messages);
        return new SnapshotSerializer(names, EventJson.forSnapshots(), maxBytes);
    }

    /** Copies the metadata of a command to its events, and adds correlation and causation ids. */
    @Bean
    CorrelationDataProvider provenance() {
        MessageOriginProvider origin = new MessageOriginProvider(Provenance.CAUSATION_ID, Provenance.CORRELATION_ID);
        return message -> {
            Map<String, Object> metadata = new HashMap<>(origin.correlationDataFor(message));
            for (String key : COPIED_METADATA) {
                Object value = message.getMetaData().get(key);
                if (value != null) {
                    metadata.put(key, value);
                }
            }
            return metadata;
        };
    }
}
