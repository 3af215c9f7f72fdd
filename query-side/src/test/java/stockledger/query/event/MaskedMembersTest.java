package stockledger.query.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import stockledger.events.Sku;
import stockledger.events.operator.OperatorEvent.SkuRepaired;
import stockledger.query.event.EventPage.Item;
import stockledger.query.projection.StoredJson;
import stockledger.web.security.Caller;
import stockledger.web.security.Scope;
import tools.jackson.databind.JsonNode;

/** What a caller sees of an event depends on the caller's scopes. */
class MaskedMembersTest {

    private static final Masking READER = Masking.of(new Caller("reader", Set.of(Scope.EVENTS_READ)));
    private static final Masking OPERATOR = Masking.of(new Caller("operator", Set.of(Scope.EVENTS_READ, Scope.OPS)));

    private static Item event(String type, Map<String, Object> payload) {
        JsonNode json = StoredJson.mapper().valueToTree(payload);
        return new Item("id", 1, "s", 0, type, "1", Instant.EPOCH, "kim", "c", "d", json, null);
    }

    @Test
    void whoManagesApiKeysIsForOperators() {
        Item issued = event("apikey.ApiKeyIssued", Map.of("name", "shop", "hash", "h"));
        Item seen = READER.apply(issued);
        assertThat(seen.actor()).isNull();
        assertThat(seen.payload()).isNull();
        assertThat(seen.masked()).containsExactly("actor", "payload");
        Item all = OPERATOR.apply(event("apikey.ApiKeyIssued", Map.of("name", "shop", "hash", "h")));
        assertThat(all.actor()).isEqualTo("kim");
        assertThat(all.payload().has("name")).isTrue();
        assertThat(all.payload().has("hash"))
                .as("nobody sees the hash of a key")
                .isFalse();
        assertThat(all.masked()).containsExactly("payload.hash");
    }

    @Test
    void whatOperatorsDidIsForOperators() {
        Item repaired = event("operator.SkuRepaired", Map.of("sku", "mug", "reason", "call of Ms Jones"));
        assertThat(READER.apply(repaired).masked()).containsExactly("actor", "payload");
        assertThat(OPERATOR.apply(repaired)).isEqualTo(repaired);
    }

    @Test
    void theContentOfStoredRequestsIsForOperators() {
        Map<String, Object> request = Map.of("id", "j", "path", "/v1/products", "body", "{}");
        Item seen = READER.apply(event("bulk.RequestAccepted", request));
        assertThat(seen.payload().has("path")).isTrue();
        assertThat(seen.payload().has("body")).isFalse();
        assertThat(seen.masked()).containsExactly("payload.body");
        assertThat(OPERATOR.apply(event("bulk.RequestAccepted", request)).masked())
                .isNull();
    }

    @Test
    void theStateOfARequestHasNoMoreThanItsEvents() {
        Map<String, Object> answer = Map.of("status", 201, "headers", List.of("h"), "body", "confidential");
        Map<String, Object> job = Map.of("id", "j", "answer", answer);
        JsonNode seen = READER.state(StoredJson.mapper().valueToTree(job));
        assertThat(seen.at("/answer/status").asInt()).isEqualTo(201);
        assertThat(seen.toString()).doesNotContain("confidential", "headers");
        assertThat(OPERATOR.state(StoredJson.mapper().valueToTree(job)).toString())
                .contains("confidential");
    }

    @Test
    void theStateOfAnOperatorsEventIsForOperators() {
        DomainEventMessage<?> repaired = new GenericDomainEventMessage<>(
                "operator", "action:1", 0, new SkuRepaired(new Sku("mug"), "call of Ms Jones"));
        assertThat(READER.showsStatesOf(repaired)).isFalse();
        assertThat(OPERATOR.showsStatesOf(repaired)).isTrue();
    }

    @Test
    void stockEventsAreSeenByAllReaders() {
        Item received = event("stock.StockReceived", Map.of("sku", "mug", "reference", "PO-1"));
        assertThat(READER.apply(received)).isEqualTo(received);
    }

    @Test
    void maskedEventsAreNotFoundByWhatIsMasked() {
        EventFilter byActor = new EventFilter(List.of("act:kim"), null, null, READER.findsRestricted());
        assertThat(byActor.document(null, true).toString()).contains("view.restricted");
        assertThat(OPERATOR.findsRestricted()).isTrue();
    }
}
