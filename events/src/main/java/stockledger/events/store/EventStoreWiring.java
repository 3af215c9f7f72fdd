package stockledger.events.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** What both sides share of the event store: one setting chooses which, and both read and write the same JSON. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventStoreSettings.class)
@PropertySource("classpath:stockledger/events/store/axon.properties")
@Import({JdbcEventStoreWiring.class, AxonServerWiring.class})
public class EventStoreWiring {

    private static final List<String> CARRIED = List.of(
            Provenance.ACTOR,
            Provenance.IDEMPOTENCY_KEY,
            Provenance.FINGERPRINT,
            Provenance.JOB_ROW,
            Provenance.TRACE_PARENT);

    @Bean
    EventNames eventNames(ObjectProvider<SnapshotTypes> snapshots) {
        return EventNames.with(snapshots.getIfAvailable(() -> new SnapshotTypes(List.of())));
    }

    /** Axon's own small things, such as tracking tokens. */
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
    Serializer snapshotSerializer(EventNames names) {
        return new NamedJsonSerializer(names, EventJson.forSnapshots());
    }

    /** Who asked is carried from the command to its events, with what they belong to and what caused them. */
    @Bean
    CorrelationDataProvider provenance() {
        MessageOriginProvider origin = new MessageOriginProvider(Provenance.CAUSATION_ID, Provenance.CORRELATION_ID);
        return message -> {
            Map<String, Object> facts = new HashMap<>(origin.correlationDataFor(message));
            for (String fact : CARRIED) {
                Object value = message.getMetaData().get(fact);
                if (value != null) {
                    facts.put(fact, value);
                }
            }
            return facts;
        };
    }
}
