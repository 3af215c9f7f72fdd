package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.Provenance;
import stockledger.events.Sku;

/** Rows of events and snapshots contain stored names, revisions and metadata, and no class name. */
class EventsAreStoredUnderStableNamesTest {

    private static EmbeddedPostgres postgres;
    private static EventStoreNode node;

    @BeforeAll
    static void start() {
        postgres = EventStoreNode.postgres();
        node = new EventStoreNode(postgres);
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        postgres.close();
    }

    @Test
    void noColumnContainsAClassName() {
        Sku sku = new Sku("NAMED");
        publishByCommand(sku, "anna", "request-7");
        node.bean(EventStorageEngine.class).storeSnapshot(snapshot(sku));

        Map<String, Object> row = node.sql()
                .queryForMap("SELECT * FROM domainevententry WHERE aggregateidentifier = ?", sku.stockStream());

        assertThat(row).containsEntry("payloadtype", "stock.StockReceived").containsEntry("payloadrevision", "2");
        assertThat(text(row)).contains("\"reference\":\"note 0\"").doesNotContain("stockledger.");
        Map<String, Object> stored = node.sql()
                .queryForMap("SELECT * FROM snapshotevententry WHERE aggregateidentifier = ?", sku.stockStream());
        assertThat(stored).containsEntry("payloadtype", "test.TestSnapshot").containsEntry("payloadrevision", "2");
        assertThat(text(stored)).doesNotContain("stockledger.");
    }

    @Test
    void everyEventCarriesActorCorrelationAndCausation() {
        Sku sku = new Sku("METADATA");
        String command = publishByCommand(sku, "anna", "request-7");

        MetaData metadata = node.events().readEvents(sku.stockStream()).next().getMetaData();

        assertThat(metadata)
                .containsEntry(Provenance.ACTOR, "anna")
                .containsEntry(Provenance.CORRELATION_ID, "request-7")
                .containsEntry(Provenance.CAUSATION_ID, command)
                .hasSize(3);
    }

    @Test
    void onlyASnapshotOfTheCurrentRevisionIsUsed() {
        Sku sku = new Sku("SNAPPED");
        node.events().publish(EventStoreNode.receipt(sku, 0), EventStoreNode.receipt(sku, 1));
        node.bean(EventStorageEngine.class).storeSnapshot(snapshot(sku));

        assertThat(first(sku).getPayloadType()).isEqualTo(EventStoreNode.TestSnapshot.class);

        node.sql().update("UPDATE snapshotevententry SET payloadrevision = '1'");
        assertThat(first(sku).getSequenceNumber()).isZero();
        assertThat(node.count(sku)).isEqualTo(2);
    }

    private static DomainEventMessage<?> first(Sku sku) {
        return node.events().readEvents(sku.stockStream()).next();
    }

    private static DomainEventMessage<EventStoreNode.TestSnapshot> snapshot(Sku sku) {
        return new GenericDomainEventMessage<>("TestSnapshot", sku.stockStream(), 0, new EventStoreNode.TestSnapshot());
    }

    /** Returns the identifier of the command. */
    private static String publishByCommand(Sku sku, String actor, String request) {
        GenericCommandMessage<String> command = new GenericCommandMessage<>(
                sku.value(), Map.of(Provenance.ACTOR, actor, Provenance.CORRELATION_ID, request));
        node.commands().subscribe(String.class.getName(), message -> {
            node.events().publish(EventStoreNode.receipt(new Sku((String) message.getPayload()), 0));
            return null;
        });
        node.commands()
                .dispatch(
                        command,
                        (sent, result) -> assertThat(result.isExceptional())
                                .as("%s", result)
                                .isFalse());
        return command.getIdentifier();
    }

    private static String text(Map<String, Object> row) {
        return row.values().stream()
                .map(value -> value instanceof byte[] bytes ? new String(bytes) : String.valueOf(value))
                .collect(Collectors.joining("\n"));
    }
}
