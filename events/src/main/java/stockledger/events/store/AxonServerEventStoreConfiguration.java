package stockledger.events.store;

import java.util.function.BiFunction;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.event.axon.AxonServerEventStore;
import org.axonframework.axonserver.connector.event.axon.GrpcBackedDomainEventData;
import org.axonframework.axonserver.connector.event.axon.GrpcMetaDataAwareSerializer;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import stockledger.events.store.lookup.StoredEvents;

/**
 * Axon Server as event store only: commands and queries are not routed through it, so that both event stores run the
 * same code. Its address is {@code axon.axonserver.servers}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "stockledger.event-store.kind", havingValue = "axonserver")
@EnableConfigurationProperties(AxonServerConfiguration.class)
class AxonServerEventStoreConfiguration {

    /** Newest events kept in memory for readers at the head. */
    private static final int CACHED_EVENTS = 3_000;

    /** The largest message of gRPC, and of Axon Server, when {@code axon.axonserver.max-message-size} is not set. */
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 4 << 20;

    /** For the other members of a message that holds a snapshot: names, ids, metadata. */
    private static final int RESERVED_MESSAGE_BYTES = 64 << 10;

    static int maxSnapshotBytes(AxonServerConfiguration configuration) {
        int configured = configuration.getMaxMessageSize();
        return (configured > 0 ? configured : DEFAULT_MAX_MESSAGE_BYTES) - RESERVED_MESSAGE_BYTES;
    }

    @Bean
    AxonServerConnectionManager axonServerConnectionManager(AxonServerConfiguration configuration) {
        return AxonServerConnectionManager.builder()
                .routingServers(configuration.getServers())
                .axonServerConfiguration(configuration)
                .build();
    }

    /** Axon Server appends the events of one unit of work atomically, and no other store takes part. */
    @Bean
    @Primary
    TransactionManager axonTransactionManager() {
        return NoTransactionManager.instance();
    }

    @Bean(defaultCandidate = false)
    TransactionManager appendTransactions() {
        return NoTransactionManager.instance();
    }

    @Bean("eventBus")
    @Qualifier("eventStore")
    EventStore eventStore(
            AxonServerConfiguration configuration,
            AxonServerConnectionManager connections,
            EventNames names,
            @Qualifier("eventSerializer") Serializer events,
            @Qualifier("snapshotSerializer") Serializer snapshots) {
        return AxonServerEventStore.builder()
                .configuration(configuration)
                .platformConnectionManager(connections)
                .eventSerializer(events)
                .snapshotSerializer(snapshots)
                .snapshotFilter(stored -> names.isCurrent(stored.getPayload().getType()))
                .build();
    }

    @Bean
    StoredEvents storedEvents(
            AxonServerConfiguration configuration,
            AxonServerConnectionManager connections,
            @Qualifier("eventSerializer") Serializer events) {
        return new AxonServerStoredEvents(
                () -> connections.getConnection(configuration.getContext()).eventChannel(), events);
    }

    /** Reads a part of a stream, however long it is. */
    @Bean(defaultCandidate = false)
    BiFunction<String, Long, DomainEventStream> partialReads(
            AxonServerConfiguration configuration,
            AxonServerConnectionManager connections,
            @Qualifier("eventSerializer") Serializer events) {
        Serializer serializer = new GrpcMetaDataAwareSerializer(events);
        return (stream, sequence) -> SectionedReads.of(
                (first, end) -> EventStreamUtils.upcastAndDeserializeDomainEvents(
                        connections
                                .getConnection(configuration.getContext())
                                .eventChannel()
                                .openAggregateStream(stream, first, end)
                                .asStream()
                                .map(GrpcBackedDomainEventData::new),
                        serializer,
                        NoOpEventUpcaster.INSTANCE),
                sequence);
    }

    @Bean
    AxonServerInspection eventStoreInspection(
            @Qualifier("eventStore") EventStore store,
            AxonServerConfiguration configuration,
            AxonServerConnectionManager connections) {
        return new AxonServerInspection(
                store,
                () -> connections.getConnection(configuration.getContext()).eventChannel());
    }

    /** One stream for all readers of this process that must see events soon; Axon Server would send each its own. */
    @Bean(defaultCandidate = false)
    NotifyingEventStore.Source notifyingEvents(
            EventStore store,
            EventStoreSettings settings,
            AxonServerConfiguration configuration,
            AxonServerConnectionManager connections,
            @Qualifier("eventSerializer") Serializer events) {
        StreamedEvents engine = new StreamedEvents(store);
        SingleEvents single = new SingleEvents(
                () -> connections.getConnection(configuration.getContext()).eventChannel(), events);
        HeldEvents held = new HeldEvents(settings.cachedBytes().toBytes(), events, single);
        return NotifyingEventStore.of(EmbeddedEventStore.builder().cachedEvents(CACHED_EVENTS), engine, held, engine)
                .notifying();
    }
}
