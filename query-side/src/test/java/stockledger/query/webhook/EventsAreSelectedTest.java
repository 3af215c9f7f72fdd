package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.reservationHeld;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;

/** A webhook has the events of its types, SKUs and location, as CloudEvents. */
class EventsAreSelectedTest {

    private final List<DomainEventMessage<?>> reservation = new ArrayList<>();
    private final CloudEvents events = new CloudEvents(new ReservationLines(stream -> reservation.stream()));

    private static DomainEventMessage<?> message(String stream, long sequence, Object payload) {
        return new GenericDomainEventMessage<>(
                "stock", stream, sequence, payload, MetaData.from(Map.of("traceparent", "00-ab-cd-01")));
    }

    private static Selection selection(String skuPrefix, String location, String... types) {
        return new Selection("https://erp.example/", List.of(types), skuPrefix, location);
    }

    private boolean isSelected(Selection selection, DomainEventMessage<?> event) {
        String name = events.nameOf(event.getPayloadType());
        return selection.hasType(name) && events.isSelected(selection, event);
    }

    @Test
    void typesAreNamedOneByOneOrAsAFamily() {
        DomainEventMessage<?> receipt = message("stock:MUG-1", 0, received("MUG-1", "MAIN", 5));
        assertThat(isSelected(selection(null, null), receipt)).isTrue();
        assertThat(isSelected(selection(null, null, "stock.StockReceived"), receipt))
                .isTrue();
        assertThat(isSelected(selection(null, null, "stock.*"), receipt)).isTrue();
        assertThat(isSelected(selection(null, null, "reservation.*", "stock.StockRanLow"), receipt))
                .isFalse();
        assertThat(isSelected(selection(null, null, "stock.Stock"), receipt)).isFalse();
    }

    @Test
    void skusAreSelectedByTheirBeginning() {
        DomainEventMessage<?> receipt = message("stock:MUG-1", 0, received("MUG-1", "MAIN", 5));
        assertThat(isSelected(selection("MUG-", null), receipt)).isTrue();
        assertThat(isSelected(selection("CUP-", null), receipt)).isFalse();
    }

    @Test
    void aLocationSelectsWhatConcernsItOrNoSingleOne() {
        Sku mug = new Sku("MUG-1");
        DomainEventMessage<?> sent = message(
                "stock:MUG-1",
                0,
                new TransferSent(mug, new TransferId("t"), new LocationId("MAIN"), new LocationId("SHOP"), 3, null));
        assertThat(isSelected(selection(null, "SHOP"), sent)).isTrue();
        assertThat(isSelected(selection(null, "MAIN"), sent)).isTrue();
        assertThat(isSelected(selection(null, "VAN"), sent)).isFalse();
        assertThat(isSelected(selection(null, "VAN"), message("stock:MUG-1", 1, new StockRanOut(mug, 0))))
                .isTrue();
    }

    @Test
    void aReservationIsSelectedByItsLinesAlsoWhenItsEventDoesNotNameThem() {
        reservation.add(message("reservation:r1", 0, reservationHeld("r1", "MUG-1", at("MAIN", 2))));
        DomainEventMessage<?> confirmed =
                message("reservation:r1", 1, new ReservationConfirmed(new ReservationId("r1")));
        reservation.add(confirmed);
        assertThat(isSelected(selection("MUG-", "MAIN"), confirmed)).isTrue();
        assertThat(isSelected(selection("CUP-", null), confirmed)).isFalse();
        assertThat(isSelected(selection(null, "SHOP"), confirmed)).isFalse();
        JsonNode data =
                StoredJson.mapper().readTree(events.of(confirmed, 9).body()).path("data");
        assertThat(data.at("/lines/0/sku").asString()).isEqualTo("MUG-1");
        assertThat(data.at("/lines/0/allocations/0/locationId").asString()).isEqualTo("MAIN");
    }

    /** Read by the library of the CloudEvents project. */
    @Test
    void anEventIsACloudEvent() {
        DomainEventMessage<?> receipt = message("stock:MUG-1", 17, received("MUG-1", "MAIN", 5));
        CloudEvent read = EventFormatProvider.getInstance()
                .resolveFormat(JsonFormat.CONTENT_TYPE)
                .deserialize(events.of(receipt, 42).body());
        assertThat(read.getId()).isEqualTo(receipt.getIdentifier());
        assertThat(read.getSource()).hasToString("/v1/inventory/MUG-1");
        assertThat(read.getType()).isEqualTo("stockledger.stock.StockReceived");
        assertThat(read.getSubject()).isEqualTo("MUG-1");
        assertThat(read.getDataSchema()).hasToString("urn:stockledger:event:stock.StockReceived:2");
        assertThat(read.getExtension("sequence")).isEqualTo("0000000017");
        assertThat(read.getExtension("position")).isEqualTo("42");
        assertThat(read.getExtension("traceparent")).isEqualTo("00-ab-cd-01");
        assertThat(read.getTime().toInstant()).isEqualTo(receipt.getTimestamp());
        assertThat(Stream.of("sku", "locationId", "quantity"))
                .allMatch(member -> new String(read.getData().toBytes()).contains("\"" + member + "\""));
    }
}
