package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.axonserver.connector.command.AxonServerCommandBus;
import org.axonframework.axonserver.connector.event.axon.AxonServerEventStore;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.updates.UpdateChecker;
import org.axonframework.updates.configuration.UsagePropertyProvider;
import org.axonframework.updates.detection.TestEnvironmentDetector;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;

/** One setting chooses the event store, and the settings of the store are applied. */
class EventStoreIsChosenBySettingTest {

    private static final String KIND = "stockledger.event-store.kind=";

    private final ApplicationContextRunner axonServer = new ApplicationContextRunner()
            .withUserConfiguration(EventStoreNode.NodeConfiguration.class)
            .withPropertyValues(KIND + "axonserver");

    @Test
    void axonServerIsEventStoreOnly() {
        axonServer.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(EventStore.class)).isInstanceOf(AxonServerEventStore.class);
            assertThat(context).hasSingleBean(EventStore.class).doesNotHaveBean(DataSource.class);
            assertThat(context).doesNotHaveBean(EventStorageEngine.class);
            assertThat(context.getBean(CommandBus.class)).isNotInstanceOf(AxonServerCommandBus.class);
        });
    }

    @Test
    void anUnknownKindIsRefused() {
        new ApplicationContextRunner()
                .withUserConfiguration(EventStoreNode.NodeConfiguration.class)
                .withPropertyValues(KIND + "memory")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void theUpdateCheckerIsDisabled() {
        String ignoresTestEnvironment = TestEnvironmentDetector.AXONIQ_USAGE_FORCE_TEST_ENVIRONMENT;
        axonServer.withSystemProperties(ignoresTestEnvironment + "=true").run(context -> {
            Object usage = ReflectionTestUtils.getField(context.getBean(UpdateChecker.class), "usagePropertyProvider");
            assertThat(((UsagePropertyProvider) usage).getDisabled()).isTrue();
        });
    }

    @Test
    void postgresIsConfiguredFromTheSettings() throws IOException {
        try (EmbeddedPostgres postgres = EventStoreNode.postgres();
                EventStoreNode node = new EventStoreNode(
                        postgres,
                        "--stockledger.event-store.jdbc.gap-timeout=321s",
                        "--stockledger.event-store.jdbc.cached-events=456",
                        "--stockledger.event-store.jdbc.pool-size=7")) {
            EventStorageEngine engine = node.bean(EventStorageEngine.class);
            assertThat(engine)
                    .isInstanceOf(JdbcEventStorageEngine.class)
                    .hasFieldOrPropertyWithValue("gapTimeout", 321_000)
                    .hasFieldOrPropertyWithValue("batchSize", 200);
            PersistenceExceptionResolver resolver =
                    (PersistenceExceptionResolver) ReflectionTestUtils.getField(engine, "persistenceExceptionResolver");
            assertThat(resolver.isDuplicateKeyViolation(new java.sql.SQLException("taken", "23505")))
                    .isTrue();
            assertThat(node.events()).isInstanceOf(EmbeddedEventStore.class);
            assertThat(ReflectionTestUtils.getField(node.events(), "producer"))
                    .hasFieldOrPropertyWithValue("fetchDelayNanos", 1_000_000_000L)
                    .hasFieldOrPropertyWithValue("cachedEvents", 456);
            assertThat(node.bean(DataSource.class)).hasFieldOrPropertyWithValue("maximumPoolSize", 7);
        }
    }

    @Test
    void aGapTimeoutBelowTenStatementTimeoutsIsRefused() {
        assertThatThrownBy(() -> new EventStoreSettings.Jdbc(
                        "jdbc:x",
                        "u",
                        "",
                        16,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(49),
                        5_000,
                        true,
                        Duration.ofMillis(200)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gap-timeout");
    }
}
