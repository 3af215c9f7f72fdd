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

/** What the table of events and snapshots holds, looked at from outside. */
class StoredUnderItsOwnNameTest {

    private static EmbeddedPostgres postgres;
    private static Node node;

    @BeforeAll
    static void start() {
        postgres = Node.postgres();
        node = new Node(postgres);
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        postgres.close();
    }

    @Test
    void noClassNameIsStoredAnywhere() {
        Sku sku = new Sku("NAMED");
        publishByCommand(sku, "anna", "request-7");
        node.bean(EventStorageEngine.class).storeSnapshot(snapshot(sku));

        Map<String, Object> row = node.sql()
                .queryForMap("SELECT * FROM domainevententry WHERE aggregateidentifier = ?", sku.stockStream());

        assertThat(row).containsEntry("payloadtype", "stock.StockReceived").containsEntry("payloadrevision", "1");
        assertThat(text(row)).contains("\"reference\":\"note 0\"").doesNotContain("stockledger.");
        Map<String, Object> kept = node.sql()
                .queryForMap("SELECT * FROM snapshotevententry WHERE aggregateidentifier = ?", sku.stockStream());
        assertThat(kept).containsEntry("payloadtype", "test.Shelf").containsEntry("payloadrevision", "2");
        assertThat(text(kept)).doesNotContain("stockledger.");
    }

    @Test
    void everyEventSaysWhoInWhichRequestAndBecauseOfWhat() {
        Sku sku = new Sku("PROVEN");
        String command = publishByCommand(sku, "anna", "request-7");

        MetaData facts = node.events().readEvents(sku.stockStream()).next().getMetaData();

        assertThat(facts)
                .containsEntry(Provenance.ACTOR, "anna")
                .containsEntry(Provenance.CORRELATION_ID, "request-7")
                .containsEntry(Provenance.CAUSATION_ID, command)
                .hasSize(3);
    }

    @Test
    void aSnapshotOfTodayIsUsedAndOneOfAnotherRevisionIsPassedOver() {
        Sku sku = new Sku("SNAPPED");
        node.events().publish(Node.receipt(sku, 0), Node.receipt(sku, 1));
        node.bean(EventStorageEngine.class).storeSnapshot(snapshot(sku));

        assertThat(first(sku).getPayloadType()).isEqualTo(Node.Shelf.class);

        node.sql().update("UPDATE snapshotevententry SET payloadrevision = '1'");
        assertThat(first(sku).getSequenceNumber()).isZero();
        assertThat(node.count(sku)).isEqualTo(2);
    }

    private static DomainEventMessage<?> first(Sku sku) {
        return node.events().readEvents(sku.stockStream()).next();
    }

    private static DomainEventMessage<Node.Shelf> snapshot(Sku sku) {
        return new GenericDomainEventMessage<>("Shelf", sku.stockStream(), 0, new Node.Shelf());
    }

    /** The identifier of the command that caused it. */
    private static String publishByCommand(Sku sku, String actor, String request) {
        GenericCommandMessage<String> command = new GenericCommandMessage<>(
                sku.value(), Map.of(Provenance.ACTOR, actor, Provenance.CORRELATION_ID, request));
        node.commands().subscribe(String.class.getName(), message -> {
            node.events().publish(Node.receipt(new Sku((String) message.getPayload()), 0));
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
