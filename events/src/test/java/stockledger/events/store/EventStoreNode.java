package stockledger.events.store;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Revision;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockReceived;

/** An application context with the event store configuration; several share one PostgreSQL, as several processes do. */
final class EventStoreNode implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    EventStoreNode(EmbeddedPostgres postgres, String... settings) {
        String url = "--stockledger.event-store.jdbc.url=";
        List<String> args = new ArrayList<>(List.of(settings));
        args.add("--stockledger.event-store.jdbc.username=postgres");
        if (args.stream().noneMatch(setting -> setting.startsWith(url))) {
            args.add(url + postgres.getJdbcUrl("postgres", "postgres"));
        }
        context = new SpringApplicationBuilder(NodeConfiguration.class)
                .web(WebApplicationType.NONE)
                .run(args.toArray(String[]::new));
    }

    static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EventStore events() {
        return context.getBean(EventStore.class);
    }

    CommandBus commands() {
        return context.getBean(CommandBus.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    JdbcTemplate sql() {
        return new JdbcTemplate(context.getBean(DataSource.class));
    }

    /** The number of events in the stock stream of a SKU. */
    long count(Sku sku) {
        return events().readEvents(sku.stockStream()).asStream().count();
    }

    static DomainEventMessage<StockEvent> receipt(Sku sku, long sequence) {
        return new GenericDomainEventMessage<>(
                "StockItem",
                sku.stockStream(),
                sequence,
                new StockReceived(sku, new LocationId("north"), 5, "note " + sequence));
    }

    @Override
    public void close() {
        context.close();
    }

    /** Imports the event store as both sides do. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    @Import(EventStoreConfiguration.class)
    static class NodeConfiguration {

        @Bean
        SnapshotTypes snapshotTypes() {
            return new SnapshotTypes(List.of(TestSnapshot.class));
        }
    }

    /** An aggregate state that is stored as a snapshot. */
    @JsonTypeName("test.TestSnapshot")
    @Revision("2")
    static final class TestSnapshot {
        long units;
    }
}
